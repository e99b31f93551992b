import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { type Fact, Facts } from '../controls/facts.tsx';

interface ToldSecretProps {
  readonly label: string;
  /** Wiped when it leaves the screen. */
  readonly secret: Uint8Array;
  /** What the letter says beside it. */
  readonly facts: readonly Fact[];
}

/** A secret that is told once: on the screen while this stands, and on paper if somebody wants a letter. */
export function ToldSecret({ label, secret, facts }: ToldSecretProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLOutputElement>(null);
  useEffect(() => {
    const shown = place.current;
    // Written beside React, whose state would keep it.
    if (shown !== null) shown.textContent = new TextDecoder().decode(secret);
    return () => {
      if (shown !== null) shown.textContent = '';
    };
  }, [secret]);
  return (
    <section className="told letter" aria-label={label}>
      <p className="legend">{label}</p>
      <output ref={place} className="told-secret mono" data-told="" />
      <Facts facts={facts} />
      <p className="quiet no-print">{t('accounts.toldOnce')}</p>
      <div className="no-print">
        <Button onPress={() => window.print()}>{t('accounts.printLetter')}</Button>
      </div>
    </section>
  );
}
