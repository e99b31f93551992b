import type { ForeseenOrder } from '../../domain/contract/order-file.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { ImportKind } from '../../domain/import-kind.ts';
import { type BareRemark, remark } from '../../domain/import-remark.ts';
import { inOneRecord, mostParts } from '../../domain/stock/brought.ts';
import { receivingFault } from '../../domain/stock/draft.ts';
import { tokenOfName } from '../../domain/stock/named-token.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { firstRemarks } from '../../seeds/first-remarks.ts';
import type { ImportedKey, ImportRow } from '../../seeds/imported-key.ts';
import { readSeedFile } from '../../seeds/read-seed-file.ts';
import { SeedFileError } from '../../seeds/seed-file-error.ts';
import type { Vault } from '../vault/database.ts';
import { knowsCredential } from '../vault/server-tokens.ts';
import { shelfToken } from '../vault/shelf.ts';
import { toldFault } from './told-credential.ts';

/** How a file is to be read, and whose shelf the order is for. */
export interface OrderWish {
  readonly office: string;
  readonly kind: ImportKind;
  readonly password: Uint8Array;
  readonly preSharedKey: Uint8Array;
  readonly unchecked: boolean;
}

/** What a file holds for a shelf. Whoever has it wipes the seeds. */
export interface ReadOrder {
  readonly keys: readonly ImportedKey[];
  /** Tokens that lie on the shelf once it is received, and those that get their credential where they lie. */
  readonly tokens: readonly TokenSerial[];
  readonly foreseen: ForeseenOrder;
}

const mostKeys = inOneRecord * mostParts;

/** Reads a vendor's file to its end and holds it against what this desk knows of tokens. */
export async function readOrder(vault: Vault, bytes: Uint8Array, wish: OrderWish): Promise<ReadOrder> {
  const keys: ImportedKey[] = [];
  const tokens = new Set<TokenSerial>();
  const seen = new Set<string>();
  const [known, faults, passedOver] = [firstRemarks(), firstRemarks(), firstRemarks()];

  const take = (key: ImportedKey): void => {
    const { place, serial } = key;
    const token = tokenOfName(serial);
    const standing = token === undefined ? 'comes' : standingOf(vault, wish.office, token);
    const fault = seen.has(serial) ? remark('twice') : (holderFault(key) ?? toldFault(key));
    seen.add(serial);
    const isKnown = knowsCredential(vault, serial) || standing === 'elsewhere';
    if (fault !== undefined) faults.add({ ...fault, place });
    else if (isKnown) known.add({ ...remark('known', { serial }), place });
    else if (keys.length === mostKeys) throw new KeydeskError('order/too-many', { most: mostKeys });
    if (fault === undefined && token !== undefined && (standing === 'comes' || !isKnown)) tokens.add(token);
    if (fault === undefined && !isKnown) keys.push(key);
    else key.seed.fill(0);
  };
  const hear = (row: ImportRow): void => {
    if (row.kind === 'key') take(row.key);
    else if (row.kind === 'fault') faults.add(row.remark);
    else passedOver.add(row.remark);
  };

  let rows: readonly ImportRow[] = [];
  try {
    for await (rows of readSeedFile(whole(bytes), wish.kind, pskcOf(wish))) for (const row of rows) hear(row);
  } catch (error) {
    wipeKeys([...keys, ...rows.flatMap((row) => (row.kind === 'key' ? [row.key] : []))]);
    if (error instanceof SeedFileError)
      throw new KeydeskError('order/unreadable', { remark: error.remark.code, ...error.remark.values });
    throw error;
  }
  const foreseen = {
    keys: keys.length,
    types: countTypes(keys),
    tokens: tokens.size,
    nameless: keys.filter(({ serial }) => tokenOfName(serial) === undefined).length,
    known: known.told(),
    faults: faults.told(),
    passedOver: passedOver.told(),
  };
  return { keys, tokens: [...tokens], foreseen };
}

export function wipeKeys(keys: readonly ImportedKey[]): void {
  for (const { seed } of keys) seed.fill(0);
}

/** Whoever receives an order issues nothing: an administrator imports a file that gives tokens to people. */
function holderFault({ holder }: ImportedKey): BareRemark | undefined {
  return holder === undefined ? undefined : remark('given-to-person');
}

/** A token that nobody received comes; a blank one gets its seed where it lies; what has another life keeps that. */
function standingOf(vault: Vault, office: string, token: TokenSerial): 'comes' | 'lies' | 'elsewhere' {
  const known = shelfToken(vault, token);
  if (receivingFault(office, known) === undefined) return 'comes';
  return known?.state === 'blank' && known.office !== null ? 'lies' : 'elsewhere';
}

function pskcOf({ password, preSharedKey, unchecked }: OrderWish) {
  const text = (secret: Uint8Array) => (secret.length === 0 ? undefined : new TextDecoder().decode(secret));
  return {
    password: text(password),
    psk: text(preSharedKey),
    mode: unchecked ? ('no_check' as const) : ('check_fail_hard' as const),
  };
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const portion = 65_536;
  for (let from = 0; from < bytes.length; from += portion) {
    yield bytes.subarray(from, from + portion);
    // The desk answers others meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function countTypes(keys: readonly ImportedKey[]) {
  const counts = new Map<string, number>();
  for (const { type } of keys) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => ({ type, count })).sort((one, other) => other.count - one.count);
}
