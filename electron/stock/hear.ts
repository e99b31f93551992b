import type { DraftLine, Heard } from '../../domain/contract/stock.ts';
import { holderName } from '../../domain/holder.ts';
import { type HeardWord, mostIn, receivingFault, surplusWord } from '../../domain/stock/draft.ts';
import { readScan } from '../../domain/stock/scan.ts';
import { type PackingFault, packingFault } from '../../domain/stock/shipment.ts';
import { typedToken } from '../../domain/stock/typed-token.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { knownToken, shownToken } from '../acts/known-token.ts';
import { isTypedByToken } from '../ceremony/code-form.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { tokensIn } from '../ceremony/token-at-hand.ts';
import { openCeremony } from '../vault/ceremonies.ts';
import { commit } from '../vault/database.ts';
import { type ShelfToken, shelfToken } from '../vault/shelf.ts';
import { addToDraft, countDraft, draftTokens, packedIn, type StoredDraft } from '../vault/stock-drafts.ts';
import { isExpected } from './expected.ts';
import { placeOf } from './rights.ts';

type How = DraftLine['how'];
const nothing = (said: HeardWord): Heard => ({ serial: '', added: false, said, whose: '', state: null });

/** A token in a port is there: its serial was read from it. */
export function hearTouch(parts: CeremonyParts, draft: StoredDraft, presence: string): Heard {
  const seen = tokensIn(parts.ports).find((token) => token.presence === presence);
  if (seen === undefined) return nothing('not recognised');
  if (seen.practice) return nothing('practice');
  if (seen.serial === undefined) return nothing('no serial');
  return hear(parts, draft, seen.serial, 'plugged in', seen.model);
}

/** A line of a barcode scanner. What could as well be a code of a token that is plugged in is not taken for a serial. */
export function hearScan(parts: CeremonyParts, draft: StoredDraft, line: string): Heard {
  const read = readScan(line);
  if ('fault' in read) return nothing(read.fault);
  const types = tokensIn(parts.ports).some(({ slots }) => slots[1].touch || slots[2].touch);
  if (types && /^(\d{6}|\d{8})$/.test(line.trim())) return { ...nothing('token in port'), serial: read.serial };
  return hear(parts, draft, read.serial, 'scanned', '');
}

/** A token that cannot be read by its port types a code that names it. */
export function hearTyped(parts: CeremonyParts, draft: StoredDraft, typed: string, longestGapMs: number): Heard {
  if (!isTypedByToken(longestGapMs)) return nothing('typed by hand');
  const serial = typedToken(typed);
  return serial === undefined ? nothing('not recognised') : hear(parts, draft, serial, 'typed', '');
}

/** Adds a token to a draft when it belongs there, and says what is known of it. */
export function hear(parts: CeremonyParts, draft: StoredDraft, serial: TokenSerial, how: How, read: string): Heard {
  const { vault } = parts;
  const known = shelfToken(vault, serial);
  const word = wordFor(parts, draft, serial, known);
  const about = { serial, state: known?.state ?? null };
  // It stays in the port all day, and lies on no shelf.
  if (isOwn(parts, word, serial)) return { ...about, added: false, said: 'your own', whose: '' };
  if (word !== 'added' && refuses(draft.kind))
    return { ...about, added: false, said: word, whose: whose(parts, word, serial, known) };
  if (countDraft(vault, draft.id) >= mostIn(draft.kind)) return { ...about, added: false, said: 'full', whose: '' };
  const token = { serial, model: read || (known?.model ?? ''), how };
  const added = commit(vault, () => addToDraft(vault, draft.id, token, parts.now().toISOString()));
  const said = added ? word : 'there already';
  return { ...about, added, said, whose: whose(parts, said, serial, known) };
}

/** A token with which whoever is at the desk signs in. */
function isOwn(parts: CeremonyParts, word: HeardWord, serial: TokenSerial): boolean {
  if (word !== 'issued') return false;
  const { holder } = knownToken(parts, serial);
  return holder !== undefined && parts.controller() === `${holder.username}@${holder.realm}`;
}

/** What does not belong to an order or in a box is refused; a count and an arrival take note of whatever lies there. */
function refuses(kind: StoredDraft['kind']): boolean {
  return kind === 'receive' || kind === 'pack';
}

const packingWords = {
  'not packing': 'not fit',
  'unknown token': 'unknown token',
  'packed already': 'there already',
  issued: 'issued',
  'of another office': 'of another office',
  'not fit to ship': 'not fit',
} as const satisfies Record<PackingFault, HeardWord>;

/** How a token stands to a draft: `added` when it belongs there. */
export function wordFor(
  parts: CeremonyParts,
  draft: StoredDraft,
  serial: TokenSerial,
  known: ShelfToken | undefined,
): HeardWord {
  const { kind, office, id } = draft;
  if (kind === 'receive') return receivingFault(office, known) ?? 'added';
  if (kind === 'pack') {
    const box = { id, from: office, to: draft.other, state: 'packing', packed: [], arrived: [] } as const;
    const fault = packingFault(box, serial, known);
    if (fault !== undefined) return packingWords[fault];
    const open = openCeremony(parts.vault);
    if (open?.token?.serial === serial && open.outcome === undefined) return 'at work';
    const other = packedIn(parts.vault, serial);
    return other === undefined || other === id ? 'added' : 'in another box';
  }
  return isExpected(parts.vault, draft, serial, known) ? 'added' : surplusWord(office, known);
}

/** The office or the person a word is about. */
export function whose(
  parts: CeremonyParts,
  word: HeardWord,
  serial: TokenSerial,
  known: ShelfToken | undefined,
): string {
  if (word === 'issued') {
    const { holder } = shownToken(parts, serial);
    return holder === undefined ? '' : holderName(holder);
  }
  return word === 'of another office' && known?.office ? placeOf(parts, known.office).name : '';
}

/** What is no longer fit to go in a box that is being packed. */
export function unfit(parts: CeremonyParts, draft: StoredDraft): readonly TokenSerial[] {
  return draftTokens(parts.vault, draft.id).flatMap(({ serial }) =>
    wordFor(parts, draft, serial, shelfToken(parts.vault, serial)) === 'added' ? [] : [serial],
  );
}
