import { useTranslation } from 'react-i18next';
import type { ConflictHere } from '../../domain/contract/conflicts.ts';
import type { ConflictChoice } from '../../domain/trust/conflicts.ts';
import { Button } from '../controls/button.tsx';
import type { conflictWords } from './conflict-words.ts';

interface ConflictChoicesProps {
  readonly conflict: ConflictHere;
  readonly as: 'controller' | 'administrator';
  readonly busy: boolean;
  readonly words: ReturnType<typeof conflictWords>;
  readonly onChoice: (choice: ConflictChoice) => void;
}

/** What can be chosen, the safe choice first and largest; each says what it does before it is done. */
export function ConflictChoices({ conflict, as, busy, words, onChoice }: ConflictChoicesProps) {
  const { t } = useTranslation();
  const { choices, token, takesBack } = conflict;
  const mine = choices.filter(({ by }) => as === 'administrator' || by === 'controller');
  return (
    <section className="stack" aria-labelledby="conflict-choices">
      <h2 id="conflict-choices" className="conflict-part">
        {t('conflict.choices')}
      </h2>
      <ul className="conflict-choices">
        {mine.map(({ choice }, place) => (
          <li key={choice}>
            <Button
              kind={place === 0 ? 'main' : 'second'}
              busy={busy}
              aria-describedby={`conflict-${choice.replaceAll(' ', '-')}`}
              onPress={() => onChoice(choice)}
            >
              {t(`conflict.choice.${choice}`, words)}
            </Button>
            <p id={`conflict-${choice.replaceAll(' ', '-')}`}>
              {place === 0 && mine.length > 1 && <strong>{t('conflict.safe')}. </strong>}
              {t(`conflict.means.${choice}`, words)}
              {choice === 'issue another' && as === 'controller' && token !== '' && (
                <> {t(`conflict.takesBack.${takesBack}`, words)}</>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
