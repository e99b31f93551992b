import { ask } from '../../domain/policy/compile.ts';
import { requestAbout, type Subject } from '../../domain/policy/request.ts';
import type { IssuanceRecord } from '../../domain/record.ts';
import { clockOffMinutes } from '../../domain/trust/conflicts.ts';
import type { Installation } from '../installation.ts';
import { conditionFacts } from '../policy/condition-facts.ts';
import { tokenLimits } from '../policy/token-limits.ts';
import type { Holdings } from '../store/holdings.ts';
import type { Store } from '../store/store.ts';
import { WireError } from '../wire/wire-error.ts';
import type { Differences } from './acts/stock-acts.ts';
import { type Conflict, conflict } from './conflict.ts';

/**
 * Whether an issue goes beyond a limit on tokens as policies are now: asked before it is taken. A token that is replaced
 * does not count. It is taken all the same, since the person has the token; what to do about it is for people.
 */
export async function overLimit(installation: Installation, record: IssuanceRecord): Promise<Conflict | undefined> {
  if (record.kind !== 'issued') return undefined;
  const { store, now } = installation;
  const { holder, credential } = record;
  const person = await store.people.find(holder.realm, holder.username);
  if (person === undefined) return undefined;
  const set = await installation.policies();
  const facts = await conditionFacts(store, set, { web: undefined, person });
  const about = async (subject: Subject) => ask(set, requestAbout(subject, { at: now(), ...facts }));
  const replaced = record.replaces === undefined ? [] : await store.credentials.onToken(record.replaces);
  const holdings = withoutReplaced(store.holdings, new Set(replaced.map(({ serial }) => serial)));
  const wish = { person, realms: [person.realm], type: credential.type, serial: credential.serial };
  try {
    const refusal = await tokenLimits(holdings, about, wish);
    if (refusal === undefined) return undefined;
    const { limit, count, policies, message } = refusal;
    return conflict('over limit', message, {
      limit: `${limit}`,
      count: `${count + 1}`,
      policies: policies.join(', '),
      of: refusal.code === 'realm' ? 'realm' : 'person',
    });
  } catch (error) {
    // Policies that contradict each other set no limit that could be gone beyond.
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

/** What a realm and a person have, but for what is given up for the new token. */
function withoutReplaced(holdings: Holdings, replaced: ReadonlySet<string>): Holdings {
  return {
    ...holdings,
    async countInRealm(realm, most) {
      let leaving = 0;
      for (const serial of replaced) leaving += (await holdings.isInRealm(serial, realm)) ? 1 : 0;
      return (await holdings.countInRealm(realm, most + leaving)) - leaving;
    },
    ofPerson: async (id) => (await holdings.ofPerson(id)).filter(({ serial }) => !replaced.has(serial)),
  };
}

/** What a shipment was found to lack or to have too many. */
export function shipmentDiffers(record: IssuanceRecord, differences: Differences): Conflict | undefined {
  if (record.kind !== 'act') return undefined;
  const { act } = record;
  if (act.what !== 'arrived' && act.what !== 'sent' && act.what !== 'called back') return undefined;
  const { missing = '', foreign = '', issued = '', scrapped = '', lost = '', not_sent: left = '' } = differences;
  const { called_back: calledBack = '', arrived = '' } = differences;
  const others = [issued, scrapped, lost, differences.moved_meanwhile].filter(Boolean).join(' ');
  if (missing + foreign + others + left + calledBack + arrived === '') return undefined;
  const { shipment } = act;
  return conflict('shipment differs', `shipment ${shipment} is not as it was sent`, {
    shipment,
    missing,
    foreign,
    issued: others,
    left,
    calledBack,
    arrived,
  });
}

/** A desk whose clock is ahead: its times are in the future here. Said once until somebody has seen it. */
export async function wrongClock(
  store: Pick<Store, 'conflicts'>,
  { station, recordedAt, desk }: IssuanceRecord,
  at: string,
): Promise<Conflict | undefined> {
  const measured = desk?.offMinutes ?? 0;
  const minutes = measured === 0 ? Math.max(0, clockOffMinutes(Date.parse(recordedAt), Date.parse(at))) : measured;
  if (minutes === 0 || Number.isNaN(minutes)) return undefined;
  if ((await store.conflicts.pending(station, 'clock')).length > 0) return undefined;
  return conflict('clock', `the desk’s clock is off by ${minutes} minutes`, { minutes: `${minutes}`, receivedAt: at });
}
