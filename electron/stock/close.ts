import type { DeskAct } from '../../domain/act.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { compared, largestCount, mayShelve } from '../../domain/stock/draft.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { perform } from '../acts/perform.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { shelfToken } from '../vault/shelf.ts';
import { readOffices } from '../vault/snapshot.ts';
import { draftTokens, dropDraft, readDraft, type StoredDraft, takeFromDraft } from '../vault/stock-drafts.ts';
import { type Decision, decidedAmong, mustBeAmong } from './decided.ts';
import { expectedIn } from './expected.ts';
import { unfit } from './hear.ts';

/** What was decided about differences, when a draft is closed. */
interface Decided {
  readonly lost: Decision;
  readonly taken: readonly TokenSerial[];
}

/** As many tokens of an order as one record names. */
const inOneRecord = 1000;

/** Closes a draft: its record and its end are one transaction each, so that nothing is told twice or forgotten. */
export function closeDraft(
  parts: CeremonyParts,
  draft: StoredDraft,
  decided: Decided,
): { readonly records: string[]; readonly shipment: string | null } {
  switch (draft.kind) {
    case 'receive':
      return { records: closeOrder(parts, draft), shipment: null };
    case 'count':
      return { records: [end(parts, draft, countedIn(parts, draft, decided))], shipment: null };
    case 'pack':
      return { records: [end(parts, draft, sentIn(parts, draft))], shipment: draft.shipment };
    case 'arrive':
      return { records: [end(parts, draft, arrivedIn(parts, draft, decided))], shipment: draft.shipment };
  }
}

function end(parts: CeremonyParts, draft: StoredDraft, act: DeskAct): string {
  const effect = () => dropDraft(parts.vault, draft.id);
  return perform(parts, { act, holder: undefined, reason: '', effect }).record;
}

/** A large order is several records; what is recorded is out of the draft, so that an end in between loses nothing. */
function closeOrder(parts: CeremonyParts, draft: StoredDraft): string[] {
  const { vault } = parts;
  const records: string[] = [];
  mustHaveSome(parts, draft);
  while (readDraft(vault, draft.id) !== undefined) {
    const all = draftTokens(vault, draft.id);
    const tokens = all.slice(0, inOneRecord).map(({ serial, model }) => ({ serial, model }));
    const act = { what: 'received', office: draft.office, order: draft.order, tokens } as const;
    const effect = () => {
      if (all.length <= inOneRecord) dropDraft(vault, draft.id);
      else
        takeFromDraft(
          vault,
          draft.id,
          tokens.map(({ serial }) => serial),
        );
    };
    records.push(perform(parts, { act, holder: undefined, reason: '', effect }).record);
  }
  return records;
}

function countedIn(parts: CeremonyParts, draft: StoredDraft, { lost: decided, taken }: Decided): DeskAct {
  const { touched, missing, surplus } = differences(parts, draft);
  const lost = decidedAmong(decided, missing);
  if (missing.length > largestCount) throw new KeydeskError('stock/too-many', { count: missing.length });
  mustBeAmong(taken, surplus);
  const misfit = taken.find((serial) => !mayShelve(shelfToken(parts.vault, serial)));
  if (misfit !== undefined) throw new KeydeskError('stock/changed', { serial: misfit });
  return {
    what: 'counted',
    office: draft.office,
    touched,
    missing,
    surplus,
    ...(lost.length > 0 ? { lost } : {}),
    ...(taken.length > 0 ? { taken } : {}),
  };
}

function sentIn(parts: CeremonyParts, draft: StoredDraft): DeskAct {
  const isThere = readOffices(parts.vault).some(({ id }) => id === draft.other);
  if (!isThere) throw new KeydeskError('stock/destination-gone', {});
  mustHaveSome(parts, draft);
  const [misfit] = unfit(parts, draft);
  if (misfit !== undefined) throw new KeydeskError('stock/changed', { serial: misfit });
  const tokens = draftTokens(parts.vault, draft.id).map(({ serial }) => serial);
  return { what: 'sent', shipment: draft.shipment, from: draft.office, to: draft.other, tokens };
}

function arrivedIn(parts: CeremonyParts, draft: StoredDraft, { lost: decided }: Decided): DeskAct {
  const { touched, missing } = differences(parts, draft);
  const lost = decidedAmong(decided, missing);
  if (touched.length === 0 && lost.length === 0) throw new KeydeskError('stock/nothing', {});
  return {
    what: 'arrived',
    shipment: draft.shipment,
    office: draft.office,
    tokens: touched,
    ...(lost.length > 0 ? { lost } : {}),
  };
}

function differences(parts: CeremonyParts, draft: StoredDraft) {
  const touched = draftTokens(parts.vault, draft.id).map(({ serial }) => serial);
  return { touched, ...compared(expectedIn(parts.vault, draft) ?? [], touched) };
}

function mustHaveSome({ vault }: CeremonyParts, { id }: StoredDraft): void {
  if (draftTokens(vault, id).length === 0) throw new KeydeskError('stock/nothing', {});
}
