import type { Request } from '../../domain/contract/ipc.ts';
import type { Draft, DraftLine, StockReport } from '../../domain/contract/stock.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { compared, largestCount, mayShelve } from '../../domain/stock/draft.ts';
import { type CeremonyParts, newId } from '../ceremony/parts.ts';
import { commit, type Vault } from '../vault/database.ts';
import { unshelved } from '../vault/move-stock.ts';
import { countShelf, liesMoreThan, shelfFrom, shelfToken } from '../vault/shelf.ts';
import { readShipment } from '../vault/shipments.ts';
import { readOffices } from '../vault/snapshot.ts';
import {
  countDraft,
  draftTokens,
  dropDraft,
  keepDraft,
  keepOrder,
  listDrafts,
  newestInDraft,
  readDraft,
  type StoredDraft,
  takeFromDraft,
} from '../vault/stock-drafts.ts';
import { shownAs } from './decided.ts';
import { expectedIn } from './expected.ts';
import { hear, unfit, whose, wordFor } from './hear.ts';
import { mustKeepShelf, mustKeepShelfUnlessGone, placeOf, seenOffices } from './rights.ts';

/** Begins a draft, or goes on with the one there is. */
export function openDraft(parts: CeremonyParts, wish: Request<'stock/open'>): Draft {
  const { kind, office } = wish;
  mustKeepShelf(parts, office);
  if (kind === 'count') mustFitOneCount(parts, office);
  const draft = {
    kind,
    office,
    id: newId(parts),
    order: '',
    controller: parts.controller(),
    openedAt: parts.now().toISOString(),
    ...aboutOf(parts, wish),
  };
  return viewOf(
    parts,
    commit(parts.vault, () => keepDraft(parts.vault, draft)),
  );
}

/** What could not be touched in one count would be missing in its record, though it lies there. */
function mustFitOneCount({ vault }: CeremonyParts, office: string): void {
  if (liesMoreThan(vault, office, largestCount)) {
    throw new KeydeskError('stock/shelf-too-large', { most: largestCount });
  }
}

/** Which shipment a draft is about: one that begins, or one that has come. */
function aboutOf(parts: CeremonyParts, { kind, office, to, shipment }: Request<'stock/open'>) {
  if (kind === 'pack') {
    const isThere = readOffices(parts.vault).some(({ id }) => id === to);
    if (to === undefined || to === office || !isThere) throw new KeydeskError('stock/no-destination', {});
    return { other: to, shipment: newId(parts) };
  }
  if (kind !== 'arrive') return { other: '', shipment: '' };
  const known = readShipment(parts.vault, shipment ?? '');
  if (known?.to !== office) throw new KeydeskError('stock/no-shipment', {});
  return { other: known.from, shipment: known.id };
}

/** A draft whose shelf whoever is at the desk may keep. */
export function draftAtHand(parts: CeremonyParts, id: string): StoredDraft {
  const draft = readDraft(parts.vault, id);
  if (draft === undefined) throw new KeydeskError('stock/no-draft', {});
  mustKeepShelf(parts, draft.office);
  return draft;
}

/** A draft that is only looked at, emptied or discarded: also of an office that was removed. */
export function draftToEnd(parts: CeremonyParts, id: string): StoredDraft {
  const draft = readDraft(parts.vault, id);
  if (draft === undefined) throw new KeydeskError('stock/no-draft', {});
  mustKeepShelfUnlessGone(parts, draft.office);
  return draft;
}

export function drafts(parts: CeremonyParts): readonly Draft[] {
  const seen = seenOffices(parts);
  const there = readOffices(parts.vault).map(({ id }) => id);
  return listDrafts(parts.vault)
    .filter(({ office }) => seen === undefined || seen.includes(office) || !there.includes(office))
    .map((draft) => viewOf(parts, draft));
}

export function viewOf(parts: CeremonyParts, draft: StoredDraft): Draft {
  const { vault } = parts;
  const count = countDraft(vault, draft.id);
  const { there, expected } = progressOf(vault, draft, count);
  return {
    id: draft.id,
    kind: draft.kind,
    office: placeOf(parts, draft.office),
    other: draft.other === '' ? null : placeOf(parts, draft.other),
    shipment: draft.shipment,
    order: draft.order,
    controller: draft.controller,
    openedAt: draft.openedAt,
    count,
    there,
    expected,
  };
}

/** How many of a draft were expected, and how many are in all; of a large shelf that is counted, not listed. */
function progressOf(vault: Vault, draft: StoredDraft, count: number): Pick<Draft, 'there' | 'expected'> {
  if (draft.kind === 'count') {
    const shelf = countShelf(vault, draft.office, draft.id);
    return { there: shelf.touched, expected: shelf.count };
  }
  const expected = expectedIn(vault, draft);
  if (expected === undefined) return { there: count, expected: null };
  const touched = draftTokens(vault, draft.id).map(({ serial }) => serial);
  return { there: compared(expected, touched).there.length, expected: expected.size };
}

/** As many lines as anybody looks back at. */
const shownLines = 100;

/** The newest lines of a draft, each with how it stands now. */
export function linesOf(parts: CeremonyParts, draft: StoredDraft): DraftLine[] {
  return newestInDraft(parts.vault, draft.id, shownLines).map((token) => {
    const known = shelfToken(parts.vault, token.serial);
    const said = wordFor(parts, draft, token.serial, known);
    return { ...token, said, whose: whose(parts, said, token.serial, known), state: known?.state ?? null };
  });
}

/** What differs from what was expected; of a box that is packed, what is not fit to go any more. */
export async function reportOf(parts: CeremonyParts, draft: StoredDraft): Promise<StockReport> {
  const { vault } = parts;
  // A large shelf is read once, not token by token, and before all else.
  const shelf = draft.kind === 'count' ? await shelfFrom(vault, draft.office) : [];
  const lying = new Map(shelf.map((one) => [one.serial, one]));
  const touched = draftTokens(vault, draft.id);
  const models = new Map(touched.map(({ serial, model }) => [serial, model]));
  const expected = draft.kind === 'count' ? new Set(lying.keys()) : expectedIn(vault, draft);
  const serials = touched.map(({ serial }) => serial);
  const { there, missing, surplus } =
    expected === undefined
      ? { there: serials, missing: [], surplus: draft.kind === 'pack' ? unfit(parts, draft) : [] }
      : compared(expected, serials);
  const tallied = (serial: (typeof serials)[number]) => {
    const known = lying.get(serial) ?? shelfToken(vault, serial);
    const said = wordFor(parts, draft, serial, known);
    return {
      serial,
      model: models.get(serial) || (known?.model ?? ''),
      state: known?.state ?? null,
      said,
      whose: whose(parts, said, serial, known),
      canTake: mayShelve(known),
    };
  };
  return { there: there.length, shown: shownAs(missing), missing: missing.map(tallied), surplus: surplus.map(tallied) };
}

/** How many tokens of seed files lie on no shelf; puts them in the draft of an order when wanted. */
export function fromFiles(parts: CeremonyParts, draft: StoredDraft, add: boolean): number {
  const serials = draft.kind === 'receive' ? unshelved(parts.vault) : [];
  if (!add) return serials.length;
  return serials.filter((serial) => hear(parts, draft, serial, 'file', '').added).length;
}

export function setOrder({ vault }: CeremonyParts, { id }: StoredDraft, order: string): void {
  commit(vault, () => keepOrder(vault, id, order.trim()));
}

export function takeOut({ vault }: CeremonyParts, { id }: StoredDraft, serial: string): void {
  commit(vault, () => takeFromDraft(vault, id, [serial]));
}

export function discard({ vault }: CeremonyParts, { id }: StoredDraft): void {
  commit(vault, () => dropDraft(vault, id));
}
