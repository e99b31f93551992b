import { type Rehearsal, rehearseCheck } from '../check/rehearse-check.ts';
import type { Installation } from '../installation.ts';
import { liveResolver } from '../resolvers/live-resolvers.ts';
import { lookUp } from '../resolvers/look-up.ts';
import { ResolverError } from '../resolvers/resolver.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { required } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import type { Act } from './perform.ts';
import type { RequestFacts } from './request-facts.ts';

type PasswordSeen = 'right' | 'wrong' | 'none typed' | 'cannot tell';

interface Place {
  readonly resolver: string;
  readonly type: string;
  readonly outcome: 'found' | 'not there' | 'no answer' | 'not asked';
  readonly detail: string;
}

interface Trial extends Rehearsal {
  readonly places: readonly Place[];
  readonly person: {
    readonly username: string;
    readonly name: string;
    readonly userid: string;
    readonly resolver: string;
  } | null;
  readonly password: PasswordSeen;
  readonly tokens: readonly { readonly serial: string; readonly tokentype: string; readonly state: TokenSeen }[];
}

type TokenSeen = 'ready' | 'disabled' | 'locked' | 'revoked' | 'not now';

/**
 * `POST /realm/<realm>/try`, our own: what would come of a login with this name, password or PIN, and code. The way is
 * gone and taken back; that it was tried stays in the audit.
 */
export const tryLogin: Act<Trial> = {
  name: 'realm/login-tried',
  right: 'resolverwrite',
  target: 'nothing',
  prepare: trial,
  run: (_installation, _facts, _target, found) => ({ value: found, audit: { info: outcomeWords[found.outcome] } }),
};

const outcomeWords = { in: 'would be accepted', asked: 'would be asked for a code', out: 'would be refused' } as const;

async function trial(installation: Installation, facts: RequestFacts): Promise<Trial> {
  const { store, now } = installation;
  const { parameters, client, userAgent, web } = facts;
  const user = required(parameters, 'user');
  const realm = required(parameters, 'realm').toLowerCase();
  const { password = '', code = '' } = parameters;
  if (!(await store.people.realms()).some(({ name }) => name === realm)) throw notFound('realm');
  const places = await lookedFor(installation, realm, user);
  // The rehearsal decides by who is known; what keeps them from being known is in the places already.
  await lookUp(installation, user, realm).catch((error: unknown) => {
    if (!(error instanceof WireError)) throw error;
  });
  const person = await store.people.find(realm, user);
  const from = { client, userAgent, web: { ...web, parameters: { user, realm } } };
  const rehearsed = await rehearsal(installation, { user, realm, pass: `${password}${code}` }, from);
  const credentials = person === undefined ? [] : await store.credentials.byOwner(person.id);
  const at = now().toISOString();
  return {
    ...rehearsed,
    places,
    person:
      person === undefined
        ? null
        : {
            username: person.username,
            name: `${person.givenName} ${person.surname}`.trim(),
            userid: person.userId,
            resolver: person.resolver,
          },
    password: person === undefined ? 'cannot tell' : await passwordSeen(installation, person, password),
    tokens: credentials.map((credential) => ({
      serial: credential.serial,
      tokentype: credential.type,
      state: stateOf(credential, at),
    })),
  };
}

/** A place that does not answer lets nobody in, and says so. */
async function rehearsal(...asked: Parameters<typeof rehearseCheck>): Promise<Rehearsal> {
  try {
    return await rehearseCheck(...asked);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { outcome: 'out', message: error.message, serial: null, policies: [] };
  }
}

/** Each resolver of the realm in its turn, until one knows the name. */
async function lookedFor(installation: Installation, realm: string, user: string): Promise<readonly Place[]> {
  const places: Place[] = [];
  let isOver = false;
  for (const { resolver, type } of await installation.store.realmMembers.of(realm)) {
    if (isOver) {
      places.push({ resolver, type, outcome: 'not asked', detail: '' });
      continue;
    }
    try {
      const found = await (await liveResolver(installation, resolver)).find(user);
      const name = found === undefined ? '' : `${found.givenName} ${found.surname}`.trim() || found.username;
      places.push({ resolver, type, outcome: found === undefined ? 'not there' : 'found', detail: name });
      isOver = found !== undefined;
    } catch (error) {
      if (!(error instanceof ResolverError)) throw error;
      places.push({ resolver, type, outcome: 'no answer', detail: error.message.slice(0, 500) });
      isOver = true;
    }
  }
  return places;
}

async function passwordSeen({ userStore }: Installation, person: Person, password: string): Promise<PasswordSeen> {
  if (password === '') return 'none typed';
  const bytes = Buffer.from(password);
  try {
    return (await userStore.checkPassword(person, bytes)) ? 'right' : 'wrong';
  } catch (error) {
    if (error instanceof ResolverError) return 'cannot tell';
    throw error;
  } finally {
    bytes.fill(0);
  }
}

function stateOf(credential: Credential, at: string): TokenSeen {
  const { revoked, active, locked, failcount, maxfail, validFrom, validUntil } = credential;
  if (revoked === 1) return 'revoked';
  if (active === 0) return 'disabled';
  if (locked === 1 || failcount >= maxfail) return 'locked';
  if ((validFrom !== null && at < validFrom) || (validUntil !== null && at > validUntil)) return 'not now';
  return 'ready';
}
