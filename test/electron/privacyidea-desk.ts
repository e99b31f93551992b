import { emulatedToken } from '../../native/emulator/token.ts';
import { type House, password } from '../server/house.ts';
import type { Reply } from '../server/https-client.ts';
import { type AtWorkOptions, bytes, type DeskAtWork, deskAtWork, until } from './desk-at-work.ts';
import { quick } from './house-desk.ts';

/** An administrator's way on a server's privacyIDEA wire, as any client of it has. */
export interface Wire {
  readonly post: (path: string, fields: Record<string, string>) => Promise<Reply>;
  readonly get: (path: string) => Promise<Reply>;
  readonly del: (path: string) => Promise<Reply>;
}

export async function administrator({ client }: House): Promise<Wire> {
  const { json } = await client.form('/auth', { username: 'root', password });
  const headers = { 'PI-Authorization': json.result.value.token as string };
  return {
    post: (path, fields) => client.form(path, fields, headers),
    get: (path) => client.get(path, headers),
    del: (path) => client.send('DELETE', path, { headers }),
  };
}

/** Pairs as a person does: looks, agrees to what was shown, gives the account. */
export async function pairAs(
  at: DeskAtWork,
  address: string,
  account: { readonly name: string; readonly by: 'password' | 'token'; readonly secret: string },
): Promise<void> {
  const seen = await at.ask('pairing/look', { address });
  await at.ask('pairing/pair', {
    address,
    fingerprint: seen.fingerprint,
    name: 'Desk 1',
    account: account.name,
    by: account.by,
    secret: bytes(account.secret),
  });
}

/** A desk that is paired with a server over its privacyIDEA wire alone. */
export async function privacyideaDesk(address: string, options: AtWorkOptions = {}): Promise<DeskAtWork> {
  const token = emulatedToken(quick);
  const at = await deskAtWork({
    ...options,
    trial: { emulatedToken: () => token, pullEveryMs: 3_600_000, ...options.trial },
  });
  await at.ask('vault/create', { passphrase: bytes('a passphrase nobody guesses') });
  await pairAs(at, address, { name: 'root', by: 'password', secret: password });
  await at.ask('app/set-settings', { controller: 'root' });
  return at;
}

/** What became of a record's delivery, once it is no longer on its way. */
export async function settled(at: DeskAtWork, id: string) {
  return until(async () => {
    const record = await at.ask('records/get', { id });
    return record.delivery === 'waiting' ? undefined : record;
  });
}
