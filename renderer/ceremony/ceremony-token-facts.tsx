import { useTranslation } from 'react-i18next';
import type { TokenSeen } from '../../domain/token.ts';
import { Grouped } from '../controls/grouped.tsx';

/** What was read from the token, before anything is written to it. */
export function CeremonyTokenFacts({ token }: { readonly token: TokenSeen }) {
  const { t } = useTranslation();
  const slot = (number: 1 | 2) =>
    t(token.slots[number].configured ? 'ceremony.token.slotUsed' : 'ceremony.token.slotFree');
  return (
    <dl className="facts">
      <dt>{t('ceremony.token.model')}</dt>
      <dd>
        {token.model}
        {token.practice && <span className="practice-mark small">{t('practice.mark')}</span>}
      </dd>
      <dt>{t('ceremony.token.firmware')}</dt>
      <dd className="mono">{token.firmware}</dd>
      <dt>{t('ceremony.token.slot', { slot: 1 })}</dt>
      <dd>{slot(1)}</dd>
      <dt>{t('ceremony.token.slot', { slot: 2 })}</dt>
      <dd>{slot(2)}</dd>
    </dl>
  );
}

/** The serial as read, large, to hold the printed one against. */
export function SerialToCompare({ serial }: { readonly serial: string }) {
  const { t } = useTranslation();
  return (
    <section className="stack" aria-label={t('ceremony.token.compare')}>
      <p className="legend">{t('ceremony.token.serialRead')}</p>
      <p className="serial">
        <Grouped>{serial}</Grouped>
      </p>
      <p className="quiet">{t('ceremony.token.compareHint')}</p>
    </section>
  );
}
