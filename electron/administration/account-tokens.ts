import { z } from 'zod';
import { type AccountToken, type AccountTokenAct, standInSerial } from '../../domain/account.ts';
import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { readValue, type Wire } from './wire-client.ts';

const pageSize = 50;

const wireToken = z.looseObject({
  serial: z.string(),
  tokentype: z.string(),
  description: z.string().nullish(),
  active: z.boolean(),
  revoked: z.boolean().nullish(),
  locked: z.boolean().nullish(),
  failcount: z.int(),
  maxfail: z.int(),
  count: z.int(),
  otplen: z.int(),
  count_window: z.int().nullish(),
  sync_window: z.int().nullish(),
  realms: z.array(z.string()).nullish(),
  info: z.record(z.string(), z.unknown()).nullish(),
  resolver: z.string().nullish(),
  user_realm: z.string().nullish(),
  username: z.string().nullish(),
  rollout_state: z.string().nullish(),
});
type WireToken = z.infer<typeof wireToken>;

const tokenPage = z.object({ count: z.int(), next: z.int().nullable(), tokens: z.array(wireToken) });

type Parameters = Readonly<Record<string, string | number | boolean | undefined>>;

async function listed(wire: Wire, parameters: Parameters): Promise<z.infer<typeof tokenPage>> {
  const { value } = await wire.ask({ method: 'GET', path: '/token/', parameters });
  return readValue(tokenPage, value);
}

export interface TokenSearch {
  readonly query: string;
  readonly by: 'serial' | 'description' | 'owner';
  readonly whose: 'all' | 'somebody' | 'nobody';
  readonly page: number;
}

/** A page of all tokens of the server, those in stock too. */
export async function searchTokens(wire: Wire, { query, by, whose, page }: TokenSearch) {
  const text = query.trim();
  const { count, next, tokens } = await listed(wire, {
    [by === 'owner' ? 'user' : by]: text === '' ? undefined : `*${text}*`,
    assigned: whose === 'all' ? undefined : whose === 'somebody',
    page,
    pagesize: pageSize,
  });
  return { rows: tokens.map((token) => tokenOf(token, tokens)), next, total: count };
}

/** All that somebody holds. */
export async function tokensOf(wire: Wire, realm: string, username: string): Promise<readonly AccountToken[]> {
  const { tokens } = await listed(wire, { user: username, realm, pagesize: 1000 });
  return tokens.map((token) => tokenOf(token, tokens));
}

/** One token as the server has it now. */
export async function getToken(wire: Wire, serial: string): Promise<AccountToken> {
  const [found, standIn] = await Promise.all([
    listed(wire, { serial, pagesize: 1 }),
    listed(wire, { serial: standInSerial(serial), pagesize: 1 }),
  ]);
  const token = found.tokens.find((one) => one.serial === serial);
  if (token === undefined) throw new KeydeskError('administration/not-there', { status: 404, code: 601, said: '' });
  return tokenOf(token, standIn.tokens);
}

/** One act on a token; answers the token as it is afterwards, or nothing when it is no more. */
export async function changeToken(wire: Wire, serial: string, act: AccountTokenAct): Promise<AccountToken | null> {
  const name = encodeURIComponent(serial);
  if (act === 'delete') {
    await wire.ask({ method: 'DELETE', path: `/token/${name}` });
    return null;
  }
  if (act === 'unassign') await wire.ask({ method: 'POST', path: '/token/unassign', parameters: { serial } });
  else await wire.ask({ method: 'POST', path: `/token/${act}/${name}` });
  return getToken(wire, serial);
}

/** Nobody's token becomes somebody's, with a PIN if there is one. */
export async function assignToken(
  wire: Wire,
  serial: string,
  owner: { readonly realm: string; readonly username: string },
  pin: Uint8Array,
): Promise<AccountToken> {
  await wire.ask({
    method: 'POST',
    path: '/token/assign',
    parameters: { serial, user: owner.username, realm: owner.realm },
    ...(pin.length === 0 ? {} : { secrets: { pin } }),
  });
  return getToken(wire, serial);
}

export async function describeToken(wire: Wire, serial: string, description: string): Promise<AccountToken> {
  await wire.ask({ method: 'POST', path: '/token/description', parameters: { serial, description } });
  return getToken(wire, serial);
}

/** A token lets its owner in until then, or for ever. */
export async function setEnd(wire: Wire, serial: string, until: string | null): Promise<AccountToken> {
  const parameters = { serial, validity_period_end: wireMoment(until) };
  await wire.ask({ method: 'POST', path: '/token/set', parameters });
  return getToken(wire, serial);
}

/** From when a token lets its owner in, and its windows; what is not named stays. */
export async function setToken(wire: Wire, wanted: Request<'account-tokens/set'>): Promise<AccountToken> {
  const { serial, from, countWindow, syncWindow } = wanted;
  const parameters = {
    serial,
    ...(from === undefined ? {} : { validity_period_start: wireMoment(from) }),
    ...(countWindow === undefined ? {} : { count_window: countWindow }),
    ...(syncWindow === undefined ? {} : { sync_window: syncWindow }),
  };
  await wire.ask({ method: 'POST', path: '/token/set', parameters });
  return getToken(wire, serial);
}

/** A token in these realms and no others, but for its owner's. */
export async function setRealms(wire: Wire, serial: string, realms: readonly string[]): Promise<AccountToken> {
  const path = `/token/realm/${encodeURIComponent(serial)}`;
  await wire.ask({ method: 'POST', path, parameters: { realms: realms.join(',') } });
  return getToken(wire, serial);
}

function wireMoment(at: string | null): string {
  return at === null ? '' : `${at.slice(0, 16)}+0000`;
}

/** Two codes in a row tell the server where the token is. */
export async function resyncToken(wire: Wire, serial: string, first: string, second: string) {
  const { value } = await wire.ask({
    method: 'POST',
    path: `/token/resync/${encodeURIComponent(serial)}`,
    parameters: { otp1: first.trim(), otp2: second.trim() },
  });
  return { found: readValue(z.boolean(), value), token: await getToken(wire, serial) };
}

/** Whose code this is: the serial, or nothing. */
export async function findToken(wire: Wire, code: string): Promise<string | null> {
  const { value } = await wire.ask({ method: 'GET', path: `/token/getserial/${encodeURIComponent(code.trim())}` });
  return readValue(z.object({ serial: z.string().nullish() }), value).serial || null;
}

function tokenOf(token: WireToken, others: readonly WireToken[]): AccountToken {
  const standIn = standInSerial(token.serial);
  const owned = token.username !== '' && token.username != null;
  return {
    serial: token.serial,
    type: token.tokentype.toLowerCase(),
    description: token.description ?? '',
    active: token.active,
    revoked: token.revoked ?? false,
    locked: token.locked ?? false,
    failures: token.failcount,
    mostFailures: token.maxfail,
    counter: token.count,
    digits: token.otplen,
    countWindow: token.count_window ?? 10,
    syncWindow: token.sync_window ?? 1000,
    realms: token.realms ?? [],
    owner: owned
      ? { realm: token.user_realm ?? '', username: token.username ?? '', resolver: token.resolver ?? '' }
      : null,
    validFrom: moment(token.info?.validity_period_start),
    validUntil: moment(token.info?.validity_period_end),
    lastUsedAt: moment(token.info?.last_auth),
    enrolledAt: moment(token.info?.creation_date),
    assignedAt: moment(token.info?.assignment_date),
    standIn: others.some((other) => other.serial === standIn) ? standIn : null,
    waitsFor: waitsFor(token.rollout_state),
  };
}

/** What an enrolment waits for, in privacyIDEA's words. */
export function waitsFor(rolloutState: string | null | undefined): AccountToken['waitsFor'] {
  if (rolloutState === 'verify') return 'code';
  return rolloutState === 'clientwait' ? 'part' : null;
}

/** privacyIDEA writes an offset without its colon, and blanks for the T. */
export function moment(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const at = new Date(value.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
