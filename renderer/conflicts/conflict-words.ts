import type { TFunction } from 'i18next';
import type { ConflictHere } from '../../domain/contract/conflicts.ts';
import type { RecordRow } from '../../domain/contract/ipc.ts';
import { otherReasons } from '../../domain/trust/conflicts.ts';
import { howLong, whenToTheMinute } from '../i18n/when.ts';

/** What a conflict's sentences are filled with. */
export function conflictWords(t: TFunction, conflict: ConflictHere, language: string) {
  const { facts, holder, stationName, token, controller, what } = conflict;
  const none = '–';
  const why = otherReasons.find((known) => known === facts.why);
  return {
    name: holder?.name ?? t('records.nobody'),
    desk: stationName || conflict.station,
    token,
    controller,
    what: what === '' ? t(`conflict.kind.${conflict.kind}`) : t(`records.kind.${what as RecordRow['kind']}`),
    holder: facts.holder || t('records.nobody'),
    by: facts.station || t('conflict.headOffice'),
    since: facts.since ? whenToTheMinute(facts.since, language) : none,
    from: facts.from ?? none,
    to: facts.to ?? none,
    reason: why === undefined ? (facts.reason ?? none) : t(`conflict.why.${why}`, { office: facts.office ?? '' }),
    count: facts.count ?? none,
    limit: facts.limit ?? none,
    policies: facts.policies ?? none,
    missing: facts.missing || none,
    foreign: facts.foreign || none,
    calledBack: [
      facts.calledBack ? t('conflict.calledBack', { serials: facts.calledBack }) : '',
      facts.arrived ? t('conflict.arrivedBefore', { serials: facts.arrived }) : '',
    ]
      .filter(Boolean)
      .join(' '),
    left: [facts.left, facts.issued].filter(Boolean).join(' ') || none,
    minutes: facts.minutes ? howLong(Math.abs(Number(facts.minutes)), language) : none,
  };
}
