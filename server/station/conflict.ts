import type { ConflictKind, OtherReason } from '../../domain/trust/conflicts.ts';
import type { Credential } from '../store/credentials.ts';
import type { Store } from '../store/store.ts';

/** Why a record contradicts what is known: in words for the log, and as facts that a desk words in its own language. */
export interface Conflict {
  readonly kind: ConflictKind;
  readonly reason: string;
  readonly facts: Readonly<Record<string, string>>;
  /** The station whose word was there first; empty when it was no station's. */
  readonly otherStation: string;
}

export function conflict(
  kind: ConflictKind,
  reason: string,
  facts: Conflict['facts'] = {},
  otherStation = '',
): Conflict {
  return { kind, reason, facts, otherStation };
}

/** A contradiction of no kind of its own: why, by a word that desks know, and in words for the log. */
export function otherConflict(why: OtherReason, reason: string, facts: Conflict['facts'] = {}): Conflict {
  return conflict('other', reason, { ...facts, why });
}

/** Who has a credential, since when, and by which desk's word, as facts. */
export async function holdingFacts(
  store: Store,
  credential: Pick<Credential, 'ownerId' | 'issuance' | 'begunAt' | 'assignedAt'>,
): Promise<Pick<Conflict, 'facts' | 'otherStation'>> {
  const owner = credential.ownerId === null ? undefined : await store.people.byId(credential.ownerId);
  const { issuance, begunAt, assignedAt } = credential;
  // Given to somebody after it began: that was no desk's word.
  const isReassigned = assignedAt !== null && assignedAt !== begunAt;
  const otherStation =
    issuance === null || isReassigned ? '' : ((await store.records.stationOfIssuance(issuance)) ?? '');
  const station = otherStation === '' ? undefined : await store.stations.find(otherStation);
  return {
    facts: {
      holder: owner === undefined ? '' : `${owner.givenName} ${owner.surname}`.trim() || owner.username,
      user: owner === undefined ? '' : `${owner.username}@${owner.realm}`,
      since: isReassigned ? assignedAt : begunAt,
      station: station?.name ?? '',
    },
    otherStation,
  };
}
