import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Snapshot, snapshot } from '../../../domain/contract/station.ts';
import { KeydeskError } from '../../../domain/failure.ts';
import { commit } from '../../vault/database.ts';
import { applySnapshot, confirmSnapshot, pulledSnapshot } from '../../vault/snapshot.ts';
import type { SyncParts } from '../parts.ts';
import { type Account, refusalOf } from './account.ts';
import { type TokenThere, tokensThere } from './tokens-there.ts';

/** Takes over people, tokens and enrollment policies; true when anything changed. */
export async function pullLists(parts: SyncParts, account: Account): Promise<boolean> {
  const realms = Object.keys(await value(account, '/realm/', z.record(z.string(), z.unknown())));
  const people: Snapshot['people'] = [];
  for (const realm of realms) people.push(...(await peopleOf(account, realm)));
  const tokens = (await tokensThere(account, {})).map(tokenOf);
  const policies = await policiesOf(account);
  // It names no trust controllers: whoever stands at the desk gives a name.
  const controllers: string[] = [];
  const pulled = { realms, people, tokens, policies, controllers };
  const version = createHash('sha256').update(JSON.stringify(pulled)).digest('hex');
  const at = parts.now().toISOString();
  // It gives its lists no version: what was pulled last is known by its hash, unless an act changed something here since.
  if (pulledSnapshot(parts.vault)?.etag === version) {
    return commit(parts.vault, () => confirmSnapshot(parts.vault, version, version, at));
  }
  // A privacyIDEA server has no guidelines: the desk's own are shown.
  const whole = snapshot.omit({ guidelines: true }).safeParse({ ...pulled, version, serverTime: at });
  if (!whole.success) throw new KeydeskError('sync/not-keydesk', { reason: 'lists' }, { cause: whole.error });
  commit(parts.vault, () => applySnapshot(parts.vault, whole.data, version, at));
  return true;
}

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .catch('')
  .transform((found) => String(found ?? '').slice(0, 200));
const person = z.object({ username: text, userid: text, givenname: text, surname: text, email: text });

async function peopleOf(account: Account, realm: string): Promise<Snapshot['people']> {
  const listed = await value(account, '/user/', z.array(person), { realm });
  return listed
    .filter(({ username }) => username !== '')
    .map(({ username, userid, givenname, surname, email }) => ({
      realm,
      username,
      userId: userid,
      givenName: givenname,
      surname,
      email,
      office: '',
    }));
}

/** The serial of the physical token is in the name that a station gave its credential. */
function tokenOf({ serial, type, active, revoked, owner }: TokenThere): Snapshot['tokens'][number] {
  const physical = /^UB[AO]M0*(\d{1,10})_[12](?:-\d+)?$/.exec(serial)?.[1] ?? '';
  return { serial, tokenSerial: physical, type, active, revoked, owner: owner ?? null };
}

const policies = z.union([
  z.array(z.record(z.string(), z.unknown())),
  // Older servers list them by name.
  z.record(z.string(), z.record(z.string(), z.unknown())).transform((named) => Object.values(named)),
]);

/** For the limits per person, held at the desk; a server that does not show its policies still holds them itself. */
async function policiesOf(account: Account): Promise<Snapshot['policies']> {
  return (await unlessRefused(value(account, '/policy/', policies, { scope: 'enrollment', active: 'true' }))) ?? [];
}

async function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    const refused = error instanceof KeydeskError && (error.code === 'sync/policy' || error.code === 'sync/refused');
    if (refused) return undefined;
    throw error;
  }
}

/** Room for several hundred thousand people. */
const longestBytes = 256 * 1024 * 1024;

async function value<T extends z.ZodType>(
  account: Account,
  path: string,
  schema: T,
  parameters: Readonly<Record<string, string>> = {},
): Promise<z.output<T>> {
  const said = await account.ask({ method: 'GET', path, parameters, maxBytes: longestBytes });
  if (said.error !== undefined) throw refusalOf(said);
  const read = schema.safeParse(said.value);
  if (!read.success) throw new KeydeskError('sync/not-keydesk', { reason: path }, { cause: read.error });
  return read.data;
}
