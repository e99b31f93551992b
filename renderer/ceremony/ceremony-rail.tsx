import { useTranslation } from 'react-i18next';
import { type Ceremony, type Step, steps } from '../../domain/ceremony.ts';
import { holderName } from '../../domain/holder.ts';
import { Grouped } from '../controls/grouped.tsx';
import { Shape } from '../controls/sign.tsx';
import { TokenDrawing } from '../controls/token-drawing.tsx';
import { useTokenAtHand } from './token-at-hand.ts';
import './ceremony-rail.css';

/** Who it is for above, the steps, the token below: the first and the last never leave the screen. */
export function CeremonyRail({ ceremony, turned = false }: { readonly ceremony: Ceremony; readonly turned?: boolean }) {
  const { t } = useTranslation();
  return (
    <aside className="rail" aria-label={t('ceremony.rail')}>
      <PersonName ceremony={ceremony} />
      {!turned && (
        <ol
          className="rail-steps"
          aria-label={t('ceremony.stepOf', { now: steps.indexOf(ceremony.step) + 1, all: steps.length })}
        >
          {steps.map((step) => {
            const state = isDone(ceremony, step) ? 'done' : step === ceremony.step ? 'now' : 'next';
            return (
              <li key={step} data-state={state} aria-current={step === ceremony.step ? 'step' : undefined}>
                <span className="dot">{state === 'done' && <Shape meaning="proven" />}</span>
                <span>{t(`step.${step}`)}</span>
                {state === 'done' && <span className="unseen">{t('ceremony.stepDone')}</span>}
              </li>
            );
          })}
        </ol>
      )}
      <RailToken ceremony={ceremony} />
    </aside>
  );
}

/** What has been done, not what lies behind: a ceremony may end early. */
function isDone(ceremony: Ceremony, step: Step): boolean {
  const done: Readonly<Record<Step, boolean>> = {
    person: ceremony.holder !== undefined,
    checks: ceremony.checks !== undefined,
    token: ceremony.token !== undefined,
    program: ceremony.writing.phase === 'written',
    prove: ceremony.codes === 2,
    pin: ceremony.pinSet,
    'hand over': ceremony.outcome?.kind === 'issued',
    done: ceremony.outcome !== undefined,
  };
  return step !== ceremony.step || step === 'done' ? done[step] : false;
}

function PersonName({ ceremony }: { readonly ceremony: Ceremony }) {
  const { t } = useTranslation();
  if (ceremony.holder === undefined)
    return (
      <div className="rail-person">
        <p className="name quiet">{t('ceremony.nobody')}</p>
      </div>
    );
  const name = holderName(ceremony.holder);
  return (
    <div className="rail-person">
      <p className="name" data-long={name.length > 32 || undefined}>
        {name}
      </p>
      <p className="quiet small">{t('ceremony.account', { ...ceremony.holder })}</p>
    </div>
  );
}

function RailToken({ ceremony }: { readonly ceremony: Ceremony }) {
  const { t } = useTranslation();
  const token = useTokenAtHand(ceremony);
  return (
    <figure className="rail-token">
      <TokenDrawing model={token.model} state={token.state} fraction={token.fraction} />
      <figcaption>
        {token.serial === undefined ? (
          <span className="quiet small">{t(`ceremony.tokenState.${token.state}`)}</span>
        ) : (
          <>
            <span className="large">
              <Grouped>{token.serial}</Grouped>
            </span>
            <span className="quiet small">
              {t(`ceremony.tokenState.${token.state === 'absent' ? 'gone' : token.state}`)}
            </span>
          </>
        )}
      </figcaption>
    </figure>
  );
}
