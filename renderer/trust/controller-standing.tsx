import { useTranslation } from 'react-i18next';
import type { ControllerRow } from '../../domain/contract/administration/trust.ts';
import { Sign } from '../controls/sign.tsx';
import { dayHere, dayWords } from './day.ts';

/** For how long somebody controls trust, by whom, and whether it holds today. */
export function ControllerStanding({
  controller: { username, realm, loan, today },
}: {
  readonly controller: ControllerRow;
}) {
  const { t, i18n } = useTranslation();
  const day = dayHere(new Date());
  const standing = today
    ? 'today'
    : loan === null
      ? 'notAllowed'
      : loan.lastDay < day
        ? 'over'
        : loan.firstDay > day
          ? 'later'
          : 'notAllowed';
  return (
    <span className="standing small">
      <span className="quiet">{`${username}@${realm}`}</span>
      <span className="quiet">
        {loan === null
          ? t('trust.office.forGood')
          : t('trust.office.lentBy', {
              name: loan.lentBy,
              first: dayWords(loan.firstDay, i18n.language),
              last: dayWords(loan.lastDay, i18n.language),
            })}
      </span>
      <Sign meaning={meanings[standing]}>{t(`trust.office.standing.${standing}`)}</Sign>
    </span>
  );
}

const meanings = { today: 'proven', later: 'waiting', over: 'none', notAllowed: 'waiting' } as const;
