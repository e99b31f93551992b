import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Installation } from '../installation.ts';
import { loginModeOf, type Sent } from '../policy/own-login.ts';
import type { Asking } from '../policy/rules.ts';
import type { Admin } from '../store/admins.ts';
import type { Person } from '../store/people.ts';
import type { Right } from '../store/rights.ts';
import { tokenRequired } from '../trust/token-required.ts';
import { mergeParameters, type Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { clientOf } from './origin-of.ts';
import { webRequestOf } from './web-request-of.ts';

/** Who logged in, in privacyIDEA's claims. */
interface LoginClaims {
  readonly username: string;
  readonly realm: string;
  readonly role: 'admin' | 'user';
  readonly authtype: 'password' | 'pi';
  readonly rights: readonly string[];
  /** Changes with the password of an administrator. */
  readonly password?: string;
}

/** The token that somebody logs in with: HS256, an hour unless a policy says otherwise. */
export function loginToken({ now, keys }: Installation, claims: LoginClaims, validSeconds = 3600): Promise<string> {
  const seconds = Math.floor(now().getTime() / 1000);
  return new SignJWT({ ...claims, nonce: randomBytes(20).toString('hex') })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setExpirationTime(seconds + validSeconds)
    .sign(keys.loginKey);
}

/** The claims of an administrator. */
export function adminClaims(admin: Admin): LoginClaims {
  return {
    username: admin.name,
    realm: '',
    role: 'admin',
    authtype: 'password',
    rights: [...admin.rights],
    password: markOf(admin),
  };
}

/** The administrator of a request, who must have this right now, whatever the token said when it was made. */
export async function authorize(installation: Installation, request: FastifyRequest, right: Right): Promise<Admin> {
  const admin = await authenticate(installation, request);
  await installation.rules.mayAct(await askingOf(installation, request, admin), right, undefined);
  return admin;
}

/**
 * The same for a list: a right that policies give for some realms only gives the part of the list that lies in them.
 * Gives those realms, or `undefined` for everything.
 */
export async function authorizeList(
  installation: Installation,
  request: FastifyRequest,
  right: Right,
): Promise<readonly string[] | undefined> {
  const admin = await authenticate(installation, request);
  const { rules, store } = installation;
  const realms = (await store.people.realms()).map(({ name }) => name);
  return rules.realmsToList(await askingOf(installation, request, admin), right, realms);
}

async function askingOf(installation: Installation, request: FastifyRequest, admin: Admin): Promise<Asking> {
  const parameters = { ...mergeParameters(request.raw.url ?? '', undefined), ...(request.params as Parameters) };
  return {
    admin,
    client: await clientOf(installation, request),
    userAgent: request.headers['user-agent'] ?? '',
    web: webRequestOf(request, parameters),
    at: installation.now(),
    tookEffect: new Set(),
  };
}

/** The administrator of a request, whatever they may do. */
async function authenticate(installation: Installation, request: FastifyRequest): Promise<Admin> {
  const { admin, person } = await authenticateAnybody(installation, request);
  if (person === undefined) return admin;
  throw new WireError(
    'wrongRole',
    "Authentication failure. You do not have the necessary role (['admin']) to access this resource!",
  );
}

/** Who is behind a request: an administrator, or a person, who has a name here and no right of an administrator's. */
export interface Account {
  readonly admin: Admin;
  readonly person?: Person;
  /** That person proved only the password of the user store, no token. */
  readonly byPasswordAlone?: boolean;
}

/** Whoever logged in, whatever they may do. */
export async function authenticateAnybody(installation: Installation, request: FastifyRequest): Promise<Account> {
  const header = request.headers['pi-authorization'] ?? request.headers.authorization;
  const given = (Array.isArray(header) ? header[0] : header)?.replace(/^Bearer\s+/i, '').trim();
  if (!given) throw new WireError('missingHeader', 'Authentication failure. Missing Authorization header.');
  const { name, realm, role, authtype, mark } = await whose(installation, given);
  if (role === 'user') {
    const byPasswordAlone = authtype !== 'pi';
    return personBehind(installation, name, realm, await sentBy(installation, request), byPasswordAlone);
  }
  const admin = await installation.store.admins.find(name);
  if (admin === undefined || markOf(admin) !== mark) {
    throw new WireError(
      'undecodableToken',
      'Authentication failure. This administrator is no more, or has another password.',
    );
  }
  return { admin };
}

/** From where and by what a request is sent, for policies to look at. */
export async function sentBy(installation: Installation, request: FastifyRequest): Promise<Sent> {
  const parameters = { ...mergeParameters(request.raw.url ?? '', undefined), ...(request.params as Parameters) };
  return { client: await clientOf(installation, request), web: webRequestOf(request, parameters) };
}

/** A person who logged in, as long as they are there and may still log in. */
async function personBehind(
  installation: Installation,
  username: string,
  realm: string,
  sent: Sent,
  byPasswordAlone: boolean,
): Promise<Account> {
  const person = await installation.store.people.find(realm, username);
  const mode = person && (await loginModeOf(installation, person, sent)).value;
  const isPast = byPasswordAlone && person !== undefined && (await tokenRequired(installation.store, person));
  if (person === undefined || mode === undefined || mode === 'disable' || isPast) {
    throw new WireError('undecodableToken', 'Authentication failure. This person is no more, or may no longer log in.');
  }
  return { admin: { name: `${username}@${realm}`, passwordHash: '', rights: [] }, person, byPasswordAlone };
}

/** Changes with the password: what was logged in by an older one is so no longer. */
function markOf({ passwordHash }: Admin): string {
  return createHash('sha256').update(passwordHash).digest('base64url').slice(0, 16);
}

async function whose(
  installation: Installation,
  given: string,
): Promise<{ readonly [claim in 'name' | 'realm' | 'role' | 'authtype' | 'mark']: string }> {
  try {
    const { payload } = await jwtVerify(given, installation.keys.loginKey, {
      algorithms: ['HS256'],
      currentDate: installation.now(),
      requiredClaims: ['exp'],
    });
    const { username, realm, role, authtype, password } = payload;
    return {
      name: String(username),
      realm: String(realm),
      role: String(role),
      authtype: String(authtype),
      mark: String(password),
    };
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) {
      throw new WireError('expiredToken', 'Authentication failure. Your token has expired.', { cause });
    }
    throw new WireError('undecodableToken', 'Authentication failure. Error during decoding your token.', { cause });
  }
}
