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
  const standing = standingOf(loan, today, dayHere(new Date()));
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
      <Sign meaning={meanings[standing]}>{t(`trust.office.standing.${standing}`, { name: loan?.lentBy ?? '' })}</Sign>
    </span>
  );
}

/** A loan is told by itself, also where the person controls trust in another way. */
function standingOf(loan: ControllerRow['loan'], today: boolean, day: string) {
  if (loan !== null && loan.lastDay < day) return 'over';
  if (loan?.rests === true) return 'rests';
  if (loan !== null && loan.firstDay > day) return 'later';
  return today ? 'today' : 'notAllowed';
}

const meanings = { today: 'proven', later: 'waiting', over: 'none', rests: 'waiting', notAllowed: 'waiting' } as const;
