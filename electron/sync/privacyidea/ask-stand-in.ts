import { z } from 'zod';
import { asFailure, KeydeskError } from '../../../domain/failure.ts';
import { readEnrolment } from '../../vault/station.ts';
import type { SyncParts } from '../parts.ts';
import { openAccount, type Said } from './account.ts';
import { isSamePerson, tokensOn } from './tokens-there.ts';

interface Asked {
  readonly token: string;
  readonly holder: { readonly realm: string; readonly username: string };
}

/** A password that stands in for a lost token, for the eyes of whoever stands there. */
interface StandIn {
  readonly serial: string;
  /** As the server tells it. */
  readonly until: string;
  readonly password: Uint8Array<ArrayBuffer>;
}

/** The lost-token process of a server, as far as it is asked; it needs the vault no more once it is begun. */
export interface StandInDesk {
  /**
   * Disables the token and makes a password, valid for some days, that is typed behind the token's PIN; the bytes are the
   * caller's, kept nowhere. Throws act/stand-in-unknown when it may have been done and nobody can say.
   */
  readonly make: () => Promise<StandIn>;
  /** Nobody has seen the password, so nobody is to be let in by it. */
  readonly end: (serial: string) => Promise<void>;
}

const given = z.object({
  serial: z.string().max(80),
  password: z.string().min(1).max(200),
  end_date: z.string().max(40),
});

/** Only while the token there is still its holder's. */
export async function withStandIns<T>(
  parts: SyncParts,
  { token, holder }: Asked,
  work: (there: StandInDesk) => Promise<T>,
): Promise<T> {
  const enrolment = readEnrolment(parts.vault);
  if (enrolment?.kind !== 'privacyidea') throw new KeydeskError('administration/privacyidea-only', {});
  const account = openAccount(parts, enrolment);
  try {
    const there = await tokensOn(account, token, (said) => refusedThere('tokenlist', said));
    const theirs = there.filter(({ owner, revoked }) => !revoked && owner && isSamePerson(owner, holder));
    const lost = theirs.find(({ active }) => active) ?? theirs[0];
    if (lost === undefined) throw new KeydeskError('act/nobodys', { token });
    const parameters = { user: holder.username, realm: holder.realm };
    const path = `/token/lost/${encodeURIComponent(lost.serial)}`;
    return await work({
      make: async () => {
        const said = await account.ask({ method: 'POST', path, parameters }).catch((error: unknown) => {
          const { code } = asFailure(error);
          // Not so where it did not accept the account.
          throw code === 'sync/account' ? error : new KeydeskError('act/stand-in-unknown', { token }, { cause: error });
        });
        if (said.error !== undefined) throw refusedThere('losttoken', said);
        const reply = given.safeParse(said.value);
        if (!reply.success) throw new KeydeskError('act/stand-in-unknown', { token });
        const { serial, password, end_date: until } = reply.data;
        return { serial, until, password: new TextEncoder().encode(password) };
      },
      end: async (serial) => {
        const said = await account.ask({ method: 'POST', path: '/token/disable', parameters: { serial } });
        if (said.error !== undefined) throw refusedThere('disable', said);
      },
    });
  } finally {
    account.close();
  }
}

function refusedThere(right: string, { status, error }: Said): KeydeskError {
  const said = error?.said ?? '';
  if (status === 403) return new KeydeskError('act/not-allowed-there', { right, said });
  return new KeydeskError('act/no-code', { said, reason: 'password' });
}
