import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { type Fact, Facts } from '../controls/facts.tsx';
import { SaveLetter } from './save-letter.tsx';

interface ToldSecretProps {
  readonly label: string;
  /** Wiped when it leaves the screen. */
  readonly secret: Uint8Array;
  /** What stands beside it, on paper too. */
  readonly facts: readonly Fact[];
  /** Whether the server made a letter; otherwise what is on the screen can be printed. */
  readonly hasLetter: boolean;
}

/** A secret that is told once: on the screen while this stands, and on paper if somebody wants it there. */
export function ToldSecret({ label, secret, facts, hasLetter }: ToldSecretProps) {
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
        {hasLetter ? <SaveLetter /> : <Button onPress={() => window.print()}>{t('accounts.printLetter')}</Button>}
      </div>
    </section>
  );
}
