import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConflictHere } from '../../domain/contract/conflicts.ts';
import type { Failure } from '../../domain/failure.ts';
import { type ConflictChoice, wasTaken } from '../../domain/trust/conflicts.ts';
import { Facts } from '../controls/facts.tsx';
import { Grouped } from '../controls/grouped.tsx';
import { Problem } from '../controls/problem.tsx';
import { Shape, Sign } from '../controls/sign.tsx';
import { Spoken } from '../controls/spoken.tsx';
import { whenToTheMinute } from '../i18n/when.ts';
import { ConflictChoices } from './conflict-choices.tsx';
import { conflictWords } from './conflict-words.ts';
import './conflicts.css';

interface ConflictDetailProps {
  readonly conflict: ConflictHere;
  readonly as: 'controller' | 'administrator';
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  readonly onChoice: (choice: ConflictChoice) => void;
  /** Where else to look. */
  readonly children?: ReactNode;
}

/** One conflict: what happened, what is safe, the choices with what each does, and what is known. */
export function ConflictDetail({ conflict, as, busy, failure, onChoice, children }: ConflictDetailProps) {
  const { t, i18n } = useTranslation();
  const { kind, about, choice, facts, isOnItsWay } = conflict;
  const words = conflictWords(t, conflict, i18n.language);
  const isTaken = wasTaken(kind);
  const isOpen = choice === null && !isOnItsWay;
  const at = (iso: string) => (iso === '' ? '' : whenToTheMinute(iso, i18n.language));
  return (
    <div className="conflict">
      <div className="column">
        <section className="problem" data-meaning={isTaken || !isOpen ? 'waiting' : 'refused'}>
          <Shape meaning={isTaken || !isOpen ? 'waiting' : 'refused'} />
          <div className="stack">
            <p className="what">{t(`conflict.happened.${kind}`, words)}</p>
            {facts.held !== undefined && <p>{t(facts.held === 'yes' ? 'conflict.held' : 'conflict.heldNot')}</p>}
            {choice === null && <p>{t(`conflict.stands.${isTaken ? 'taken' : about}`, words)}</p>}
          </div>
        </section>
        {choice !== null && (
          <p className="large">
            <Sign meaning="proven">
              {t('conflict.decided', {
                by: conflict.settledBy,
                at: at(conflict.settledAt),
                choice: t(`conflict.choice.${choice}`, words),
              })}
            </Sign>
          </p>
        )}
        {isOnItsWay && (
          <p className="large">
            <Sign meaning="waiting">{t('conflict.decidedHere')}</Sign>
          </p>
        )}
        {isOpen && <ConflictChoices conflict={conflict} as={as} busy={busy} words={words} onChoice={onChoice} />}
        {failure !== undefined && <Problem failure={failure} />}
        {children}
      </div>
      <section className="stack" aria-labelledby="conflict-facts">
        <h2 id="conflict-facts" className="conflict-part">
          {t('conflict.facts')}
        </h2>
        <Facts
          facts={[
            [t('conflict.token'), conflict.token && <Grouped key="token">{conflict.token}</Grouped>],
            [t('conflict.by.serverHas'), facts.holder],
            [t('conflict.by.since'), at(facts.since ?? '')],
            [t('conflict.by.told'), facts.holder ? words.by : ''],
            [t('conflict.by.desk'), words.desk],
            [t('conflict.by.controller'), <Spoken key="by" name={conflict.controller} />],
            [t('conflict.by.recordedAt'), at(conflict.recordedAt)],
            [t('conflict.by.raisedAt'), at(conflict.raisedAt)],
            [
              t('conflict.by.reason'),
              kind === 'other' || !facts.reason ? (
                ''
              ) : (
                <q key="reason" lang="en">
                  {facts.reason}
                </q>
              ),
            ],
          ]}
        />
      </section>
    </div>
  );
}
