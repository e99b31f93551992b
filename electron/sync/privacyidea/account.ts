import { KeydeskError } from '../../../domain/failure.ts';
import { type WireClient, type WireRequest, wireClient } from '../../administration/wire-client.ts';
import type { Envelope } from '../../administration/wire-failure.ts';
import { open } from '../../vault/sealing.ts';
import type { PrivacyideaEnrolment } from '../../vault/station.ts';
import type { SyncParts } from '../parts.ts';

/** Whatever the server answered that is no fault of its own or of the line: a value, or an error in its own words. */
export interface Said {
  readonly status: number;
  readonly value: unknown;
  /** `undefined` for a success. */
  readonly error: { readonly code: number; readonly said: string } | undefined;
}

/** The account that this station works with at a privacyIDEA server: logs in when it has to, and asks. */
export interface Account {
  ask(wanted: WireRequest): Promise<Said>;
  close(): void;
}

/** No header, a token that cannot be read, one that has expired. */
const sessionCodes: readonly number[] = [4033, 4304, 4305];

/** What the secret of an account is bound to in the vault. */
export function accountContext(station: string): string {
  return `keydesk-privacyidea-account-v1|${station}`;
}

export function openAccount(
  parts: Pick<SyncParts, 'vaultKey' | 'limits'>,
  { id, url, ca, account }: PrivacyideaEnrolment,
): Account {
  const client = wireClient(url, ca, parts.limits);
  const secret = () => open(parts.vaultKey, Buffer.from(account.secret, 'base64url'), accountContext(id));
  let token: string | undefined;

  async function login(): Promise<string> {
    const bytes = secret();
    try {
      return account.by === 'token' ? Buffer.from(bytes).toString('utf8') : await logIn(client, account.name, bytes);
    } finally {
      bytes.fill(0);
    }
  }

  return {
    ask: async (wanted) => {
      for (let again = false; ; again = true) {
        token ??= await login();
        const said = await send(client, wanted, token);
        if (said.status !== 401) return said;
        token = undefined;
        // A login that was good for an hour is over; a token that stands for one is not to be had anew.
        const over = sessionCodes.includes(said.error?.code ?? 0);
        if (again || !over || account.by === 'token') throw turnedAway(said);
      }
    },
    close: () => client.close(),
  };
}

/** Logs in by name and password and gives the token that stands for it; throws sync/account when it is no administrator. */
export async function logIn(client: WireClient, name: string, password: Uint8Array): Promise<string> {
  const parameters = { username: name };
  const said = await send(client, { method: 'POST', path: '/auth', parameters, secrets: { password } }, undefined);
  if (said.error !== undefined) throw turnedAway(said);
  const value = said.value as { readonly token?: unknown; readonly role?: unknown } | false;
  if (value === false || typeof value !== 'object' || value === null || typeof value.token !== 'string') {
    throw new KeydeskError('sync/account', { said: '', reason: 'second step' });
  }
  if (value.role !== 'admin') throw new KeydeskError('sync/account', { said: '', reason: 'role' });
  return value.token;
}

function turnedAway({ error }: Said): KeydeskError {
  return new KeydeskError('sync/account', { said: error?.said ?? '' });
}

/** One request: faults of the line and of the server as the failures that sync waits out, everything else as it was said. */
export async function send(client: WireClient, wanted: WireRequest, token: string | undefined): Promise<Said> {
  const { answer, said } = await client.send(wanted, token).catch((error: unknown) => {
    throw asSync(error);
  });
  const { status, retryAfterSeconds } = answer;
  if (status >= 500 || status === 429) {
    throw new KeydeskError('sync/server-error', {
      status,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  }
  return { status, value: said.result.value, error: errorOf(status, said) };
}

function errorOf(status: number, { result }: Envelope): Said['error'] {
  if (result.status && status >= 200 && status < 300) return undefined;
  const { code = 0, message = '' } = result.error ?? {};
  return { code, said: message.replace(/^ERR-?\d+: /, '').slice(0, 300) };
}

/** The line's failures by the names that sync has for them. */
function asSync(error: unknown): unknown {
  if (!(error instanceof KeydeskError)) return error;
  switch (error.code) {
    case 'administration/unreachable':
    case 'administration/cancelled':
      return new KeydeskError('sync/unreachable', error.context, { cause: error });
    case 'administration/not-understood':
      return new KeydeskError('sync/not-keydesk', error.context, { cause: error });
    case 'administration/server-error':
      return new KeydeskError('sync/server-error', error.context, { cause: error });
    default:
      return error;
  }
}

/** The failure that a refusal stands for: a policy, or another reason, in the server's own words. */
export function refusalOf({ status, error }: Said): KeydeskError {
  const context = { status, code: error?.code ?? 0, said: error?.said ?? '' };
  return new KeydeskError(error?.code === 303 ? 'sync/policy' : 'sync/refused', { ...context, reason: 'privacyidea' });
}
