import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LetterParts } from '../../domain/paper/letter.ts';
import { Button } from '../controls/button.tsx';
import { type Fact, Facts } from '../controls/facts.tsx';
import { SecretText } from '../controls/secret-text.tsx';
import { LetterDialog } from '../paper/letter-dialog.tsx';

interface ToldSecretProps {
  readonly label: string;
  /** Wiped when it leaves the screen. */
  readonly secret: Uint8Array;
  /** What stands beside it, on paper too. */
  readonly facts: readonly Fact[];
  /** The letter that tells it, when the server wrote one; otherwise what is on the screen can be printed. */
  readonly letter: LetterParts | null;
}

/** A secret that is told once: on the screen while this stands, and on paper if somebody wants it there. */
export function ToldSecret({ label, secret, facts, letter }: ToldSecretProps) {
  const { t } = useTranslation();
  const [isWriting, setWriting] = useState(false);
  return (
    <section className="told letter" aria-label={label}>
      <p className="legend">{label}</p>
      <SecretText secret={secret} className="told-secret mono" />
      <Facts facts={facts} />
      <p className="quiet no-print">{t('accounts.toldOnce')}</p>
      <div className="no-print">
        <Button onPress={() => (letter === null ? window.print() : setWriting(true))}>
          {t('accounts.printLetter')}
        </Button>
      </div>
      {letter !== null && isWriting && (
        <LetterDialog parts={letter} secret={secret} onClose={() => setWriting(false)} />
      )}
    </section>
  );
}
