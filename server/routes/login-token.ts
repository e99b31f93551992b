import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Installation } from '../installation.ts';
import type { Asking } from '../policy/rules.ts';
import type { Admin } from '../store/admins.ts';
import type { Right } from '../store/rights.ts';
import { mergeParameters, type Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { clientOf } from './origin-of.ts';
import { webRequestOf } from './web-request-of.ts';

/** The token an administrator logs in with: HS256, one hour, privacyIDEA's claims. */
export function loginToken(installation: Installation, admin: Admin): Promise<string> {
  const seconds = Math.floor(installation.now().getTime() / 1000);
  return new SignJWT({
    username: admin.name,
    realm: '',
    nonce: randomBytes(20).toString('hex'),
    role: 'admin',
    authtype: 'password',
    rights: [...admin.rights],
    password: markOf(admin),
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setExpirationTime(seconds + 3600)
    .sign(installation.keys.loginKey);
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
export async function authenticate(installation: Installation, request: FastifyRequest): Promise<Admin> {
  const header = request.headers['pi-authorization'] ?? request.headers.authorization;
  const given = (Array.isArray(header) ? header[0] : header)?.replace(/^Bearer\s+/i, '').trim();
  if (!given) throw new WireError('missingHeader', 'Authentication failure. Missing Authorization header.');
  const { name, mark } = await whose(installation, given);
  const admin = await installation.store.admins.find(name);
  if (admin === undefined || markOf(admin) !== mark) {
    throw new WireError(
      'undecodableToken',
      'Authentication failure. This administrator is no more, or has another password.',
    );
  }
  return admin;
}

/** Changes with the password: what was logged in by an older one is so no longer. */
function markOf({ passwordHash }: Admin): string {
  return createHash('sha256').update(passwordHash).digest('base64url').slice(0, 16);
}

async function whose(
  installation: Installation,
  given: string,
): Promise<{ readonly name: string; readonly mark: string }> {
  try {
    const { payload } = await jwtVerify(given, installation.keys.loginKey, {
      algorithms: ['HS256'],
      currentDate: installation.now(),
      requiredClaims: ['exp'],
    });
    return { name: String(payload.username), mark: String(payload.password) };
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) {
      throw new WireError('expiredToken', 'Authentication failure. Your token has expired.', { cause });
    }
    throw new WireError('undecodableToken', 'Authentication failure. Error during decoding your token.', { cause });
  }
}
