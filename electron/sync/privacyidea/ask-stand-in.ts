import { z } from 'zod';
import { KeydeskError } from '../../../domain/failure.ts';
import { readEnrolment } from '../../vault/station.ts';
import type { SyncParts } from '../parts.ts';
import { type Account, openAccount, refusalOf } from './account.ts';
import { isSamePerson, tokensOn } from './tokens-there.ts';

interface Asked {
  readonly token: string;
  readonly holder: { readonly realm: string; readonly username: string };
}

/** A password that stands in for a lost token, for the eyes of whoever stands there. */
export interface StandIn {
  readonly serial: string;
  /** As the server tells it. */
  readonly until: string;
  readonly password: Uint8Array<ArrayBuffer>;
}

const given = z.object({
  serial: z.string().max(80),
  password: z.string().min(1).max(200),
  end_date: z.string().max(40),
});

/**
 * The lost-token process of a privacyIDEA server: it disables the token and makes a password, valid for some days, that is
 * typed behind the token's PIN. Only while the token there is still its holder's; the bytes are the caller's, kept nowhere.
 */
export async function askStandIn(parts: SyncParts, asked: Asked): Promise<StandIn> {
  return withAccount(parts, async (account) => {
    const there = await tokensOn(account, asked.token);
    const theirs = there.filter(({ owner, revoked }) => !revoked && owner && isSamePerson(owner, asked.holder));
    const lost = theirs.find(({ active }) => active) ?? theirs[0];
    if (lost === undefined) throw new KeydeskError('act/nobodys', { token: asked.token });
    const { username: user, realm } = asked.holder;
    const path = `/token/lost/${encodeURIComponent(lost.serial)}`;
    const said = await account.ask({ method: 'POST', path, parameters: { user, realm } });
    if (said.status === 403) {
      throw new KeydeskError('act/not-allowed-there', { right: 'losttoken', said: said.error?.said ?? '' });
    }
    if (said.error !== undefined) throw refusalOf(said);
    const reply = given.safeParse(said.value);
    if (!reply.success) throw new KeydeskError('sync/not-keydesk', { reason: 'lost token' });
    const { serial, password, end_date: until } = reply.data;
    return { serial, until, password: new TextEncoder().encode(password) };
  });
}

/** Nobody has seen the password, so nobody is to be let in by it. */
export async function endStandIn(parts: SyncParts, serial: string): Promise<void> {
  await withAccount(parts, async (account) => {
    const said = await account.ask({ method: 'POST', path: '/token/disable', parameters: { serial } });
    if (said.error !== undefined) throw refusalOf(said);
  });
}

async function withAccount<T>(parts: SyncParts, work: (account: Account) => Promise<T>): Promise<T> {
  const enrolment = readEnrolment(parts.vault);
  if (enrolment?.kind !== 'privacyidea') throw new KeydeskError('administration/privacyidea-only', {});
  const account = openAccount(parts, enrolment);
  try {
    return await work(account);
  } finally {
    account.close();
  }
}
