import { z } from 'zod';
import { KeydeskError } from '../../../domain/failure.ts';
import type { CredentialSerial } from '../../../domain/token.ts';
import { type Account, refusalOf, type Said } from './account.ts';

/** A token as the server lists it. */
export interface TokenThere {
  readonly serial: string;
  readonly type: string;
  /** HOTP: the next counter the server expects. */
  readonly count: number;
  readonly active: boolean;
  readonly revoked: boolean;
  readonly owner: { readonly realm: string; readonly username: string } | undefined;
  /** The record that a station delivered it with, empty for a token of another origin. */
  readonly record: string;
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const listed = z.object({
  serial: z.string(),
  tokentype: text,
  count: z.number().catch(0),
  active: z.boolean().catch(true),
  revoked: z.boolean().catch(false),
  description: text,
  info: z.record(z.string(), z.unknown()).catch({}),
  username: text,
  user_realm: text,
});
const page = z.object({ next: z.number().nullish(), tokens: z.array(listed) });

const pageSize = 500;

/** What a token's description says of the record that it came with; the server keeps it from the first moment on. */
export function descriptionOf(record: string): string {
  return `Keydesk ${record}`;
}

/** Whether two names mean the same person there: realms are the same in any letters. */
export function isSamePerson(
  one: { readonly realm: string; readonly username: string },
  other: { readonly realm: string; readonly username: string },
): boolean {
  return one.username === other.username && one.realm.toLowerCase() === other.realm.toLowerCase();
}

/** Every token that the filter finds, page by page. `refused` is what a refusal means to who asks. */
export async function tokensThere(
  account: Account,
  filter: Readonly<Record<string, string>>,
  refused: (said: Said) => KeydeskError = refusalOf,
): Promise<readonly TokenThere[]> {
  const found: TokenThere[] = [];
  for (let wanted = 1; ; ) {
    const said = await account.ask({
      method: 'GET',
      path: '/token/',
      parameters: { ...filter, page: wanted, pagesize: pageSize, sortby: 'serial' },
      maxBytes: 64_000_000,
    });
    if (said.error !== undefined) throw refused(said);
    const read = page.safeParse(said.value);
    if (!read.success) throw new KeydeskError('sync/not-keydesk', { reason: 'tokens' }, { cause: read.error });
    found.push(...read.data.tokens.map(there));
    const { next } = read.data;
    if (next === null || next === undefined || next <= wanted) return found;
    wanted = next;
  }
}

/** Everything that desks brought there for one physical token, whichever slot it is in. */
export async function tokensOn(
  account: Account,
  token: string,
  refused: (said: Said) => KeydeskError,
): Promise<readonly TokenThere[]> {
  const own = new RegExp(`^UB[AO]M0*${token}_[12](-\\d+)?$`);
  const found = await tokensThere(account, { serial: `UB*M*${token}_*` }, refused);
  return found.filter(({ serial }) => own.test(serial));
}

/** The tokens under a credential's serial, and under those that stand for later ones in the same slot (`-2`, `-3` ...). */
export async function tokensNamed(account: Account, serial: CredentialSerial): Promise<readonly TokenThere[]> {
  const own = new RegExp(`^${serial}(-\\d+)?$`);
  return (await tokensThere(account, { serial: `${serial}*` })).filter((token) => own.test(token.serial));
}

/** The serial that is free: the credential's own, or the first with a number behind it. */
export function freeSerial(serial: CredentialSerial, taken: readonly TokenThere[]): string {
  const names = new Set(taken.map((token) => token.serial));
  if (!names.has(serial)) return serial;
  for (let number = 2; ; number += 1) if (!names.has(`${serial}-${number}`)) return `${serial}-${number}`;
}

function there(token: z.infer<typeof listed>): TokenThere {
  const marked = Object.entries(token.info).find(([key]) => key.endsWith('keydesk.record'))?.[1];
  return {
    serial: token.serial,
    type: token.tokentype.toLowerCase(),
    count: token.count,
    active: token.active,
    revoked: token.revoked,
    owner: token.username === '' ? undefined : { realm: token.user_realm, username: token.username },
    record: typeof marked === 'string' ? marked : (/^Keydesk ([0-9a-f]{32})$/.exec(token.description)?.[1] ?? ''),
  };
}
