import { useTranslation } from 'react-i18next';
import type { RolloutFacts } from '../../domain/contract/rollout.ts';
import { daysLeft, paceOf } from '../../domain/rollout/pace.ts';

/** The one number, and beside it today's pace and what is left on the shelves. */
export function RolloutHead({ facts }: { readonly facts: RolloutFacts }) {
  const { t } = useTranslation();
  const { need, have, given, tokens } = facts;
  const now = new Date();
  const { today, week } = paceOf(given, now);
  const left = daysLeft(given, need - have, now);
  return (
    <header className="rollout-head">
      <p className="rollout-number">
        <strong>{need === 0 ? t('rollout.nobody') : t('rollout.have', { have, need })}</strong>
        <span className="large quiet">{t(need === 0 ? 'rollout.nobodyMeans' : 'rollout.haveMeans')}</span>
      </p>
      <dl className="rollout-figures">
        <div>
          <dt>{t('rollout.today')}</dt>
          <dd>{today}</dd>
        </div>
        <div>
          <dt>{t('rollout.week')}</dt>
          <dd>{week}</dd>
        </div>
        <div>
          <dt>{t('rollout.shelves')}</dt>
          <dd>{tokens.free}</dd>
        </div>
        {tokens.away > 0 && (
          <div>
            <dt>{t('rollout.away')}</dt>
            <dd>{tokens.away}</dd>
          </div>
        )}
        {tokens.spoilt > 0 && (
          <div>
            <dt>{t('rollout.spoilt')}</dt>
            <dd>{tokens.spoilt}</dd>
          </div>
        )}
      </dl>
      {left !== undefined && <p className="quiet">{t('rollout.atThisPace', { count: left })}</p>}
    </header>
  );
}
