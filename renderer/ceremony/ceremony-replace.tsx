import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Replacement } from '../../domain/ceremony.ts';
import { type HolderWithTokens, holderName } from '../../domain/holder.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { Choices } from '../controls/choices.tsx';
import { Shape } from '../controls/sign.tsx';
import { useReplaceable } from '../queries.ts';

type Answer = `${Replacement['where']} ${string}` | 'keeps';

/** What becomes of the token the person has already: asked of everybody who has one, answered by nobody beforehand. */
export interface ReplaceQuestion {
  /** Whether there is anything to ask is not known yet. */
  readonly isComing: boolean;
  readonly isAnswered: boolean;
  readonly replaces: Replacement | undefined;
  readonly answer: Answer | undefined;
  readonly setAnswer: (answer: Answer) => void;
  readonly tokens: readonly { readonly token: string; readonly isLost: boolean; readonly isHere: boolean }[];
}

export function useReplaceQuestion(holder: HolderWithTokens | undefined): ReplaceQuestion {
  const [answer, setAnswer] = useState<Answer>();
  const found = useReplaceable(holder);
  const tokens = found.data ?? [];
  const [where, token] = (answer ?? '').split(' ');
  const replaces =
    token === undefined ? undefined : { token: token as TokenSerial, where: where as Replacement['where'] };
  const isAnswered = tokens.length === 0 || answer !== undefined;
  return { isComing: found.isLoading, isAnswered, replaces, answer, setAnswer, tokens };
}

function hintOf(where: Replacement['where'], isLost: boolean, isHere: boolean) {
  if (isLost) return 'wasLost';
  if (where !== 'here') return where;
  return isHere ? 'inPort' : 'plugIn';
}

interface CeremonyReplaceProps {
  readonly holder: HolderWithTokens;
  readonly question: ReplaceQuestion;
  readonly fault: string | undefined;
}

/** Reissuing wants more care than issuing: who asks for another may not be who has the first. */
export function CeremonyReplace({ holder, question, fault }: CeremonyReplaceProps) {
  const { t } = useTranslation();
  const name = holderName(holder);
  if (question.tokens.length === 0) return null;
  return (
    <>
      <section className="problem" data-meaning="waiting">
        <Shape meaning="waiting" />
        <div className="stack">
          <p className="what">
            {question.tokens.every(({ isLost }) => isLost)
              ? t('ceremony.replace.had', { name })
              : t('ceremony.replace.has', { name })}
          </p>
          <p>{t('ceremony.replace.care', { name })}</p>
        </div>
      </section>
      <Choices<Answer>
        label={t('ceremony.replace.question')}
        choices={[
          ...question.tokens.flatMap(({ token, isLost, isHere }) =>
            (isLost ? (['lost'] as const) : (['here', 'away', 'lost'] as const)).map((where) => ({
              value: `${where} ${token}` as const,
              label: t(`ceremony.replace.${isLost ? 'wasLost' : where}`, { serial: token }),
              hint: t(`ceremony.replace.hint.${hintOf(where, isLost, isHere)}`),
            })),
          ),
          {
            value: 'keeps' as const,
            label: t('ceremony.replace.keeps', { name }),
            hint: t('ceremony.replace.hint.keeps'),
          },
        ]}
        value={question.answer}
        onChange={question.setAnswer}
        fault={fault}
      />
    </>
  );
}
