import { ask } from '../../domain/policy/compile.ts';
import type { ActionDefinition } from '../../domain/policy/definition.ts';
import { definitionOf } from '../../domain/policy/definitions.ts';
import { type Explanation, explain, valueOrFailure } from '../../domain/policy/explain.ts';
import { type LoginFacts, unaskedAtLogin, waysIn } from '../../domain/policy/login-without-token.ts';
import type { ActingScope } from '../../domain/policy/policy.ts';
import { type Facts, requestAbout, type Subject } from '../../domain/policy/request.ts';
import type { Installation } from '../installation.ts';
import { findPerson } from '../people/find-person.ts';
import { lookUp } from '../resolvers/look-up.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { tokenRequired } from '../trust/token-required.ts';
import { notFound, WireError, withoutRight } from '../wire/wire-error.ts';
import { conditionFacts } from './condition-facts.ts';
import { asked } from './policy-error.ts';
import { realmTokens } from './realm-tokens.ts';
import type { Asking } from './rules.ts';
import { subjectOf } from './subject.ts';

/** A request that somebody wonders about: it need never have been made. */
export interface WonderedRequest {
  readonly scope: ActingScope;
  /** Empty: about nobody, as for a token without an owner. */
  readonly user: string;
  readonly realm: string | undefined;
  readonly client: string | undefined;
  readonly userAgent: string | undefined;
  /** The administrator who asks, for scope admin. */
  readonly adminUser: string | undefined;
  readonly at: Date;
  /** The token it is about, for whoever may list it; empty for none. */
  readonly serial: string;
  /** What is known of the request itself, section by section. */
  readonly facts: Facts;
}

/**
 * What became of each policy of the scope in such a request, what holds in the end, and how the person would get in.
 * The person's tokens are for those only who may list them.
 */
export async function explainRequest(installation: Installation, asking: Asking, wondered: WonderedRequest) {
  const { store } = installation;
  const { scope, user, client, userAgent, adminUser, at } = wondered;
  if (user !== '') await lookUp(installation, user, wondered.realm);
  const person = user === '' ? undefined : await findPerson(store.people, user, wondered.realm);
  const realm = wondered.realm?.toLowerCase() || ((await store.people.defaultRealm()) ?? '');
  const stranger: Subject | undefined = user === '' ? undefined : { user, realm, resolver: '' };
  const credentials = person === undefined ? [] : await store.credentials.byOwner(person.id);
  const maySeeTokens = await mayList(installation, asking, person);
  const credential = wondered.serial === '' ? undefined : await tokenOf(installation, asking, wondered.serial);
  const isRequired = person !== undefined && (await tokenRequired(store, person));
  const set = await installation.policies();
  const { facts: known } = await conditionFacts(store, set, { web: undefined, person, credential });
  const question = ask(
    set,
    requestAbout(subjectOf(person) ?? stranger, {
      at,
      facts: { ...known, ...wondered.facts },
      ...(client ? { client } : {}),
      ...(userAgent ? { userAgent } : {}),
      ...(adminUser ? { adminRealm: '', adminUser } : {}),
    }),
  );
  const explained = explain(question, scope);
  const facts: LoginFacts = {
    exists: person !== undefined,
    tokens: credentials.map(({ revoked }) => ({ revoked: revoked === 1 })),
    tokenRequired: isRequired,
  };
  const login = scope !== 'authentication' || user === '' ? undefined : loginOf(() => waysIn(question, facts));
  const policies = login === undefined ? explained : withoutUnasked(explained, facts, login);
  const values = actionsOf(policies).map((definition) => {
    const { value, failure } = valueOrFailure(question, definition);
    return { action: definition.name, value: value ?? null, failure: failure?.code ?? null };
  });
  const limited = values.some(({ action, value }) => action === 'max_token_per_realm' && value !== null);
  return {
    at: localText(at),
    person:
      person === undefined
        ? null
        : {
            username: person.username,
            realm: person.realm,
            resolver: person.resolver,
            givenname: person.givenName,
            surname: person.surname,
          },
    tokens: maySeeTokens
      ? credentials.map((credential) => ({
          serial: credential.serial,
          type: credential.type,
          state: stateOf(credential, at),
        }))
      : null,
    login: login ?? [],
    values,
    realm_tokens: limited && realm !== '' ? await realmTokens(installation, asking, person?.realm ?? realm) : null,
    policies,
  };
}

/** The token that is named: nobody is told of one they may not list. */
async function tokenOf(installation: Installation, asking: Asking, serial: string): Promise<Credential> {
  const credential = await installation.store.credentials.bySerial(serial);
  if (credential === undefined) throw notFound('token');
  const owner = credential.ownerId === null ? undefined : await installation.store.people.byId(credential.ownerId);
  if (!(await mayList(installation, asking, owner))) throw withoutRight('tokenlist');
  return credential;
}

async function mayList({ rules }: Installation, asking: Asking, person: Person | undefined): Promise<boolean> {
  try {
    await rules.mayAct(asking, 'tokenlist', person);
    return true;
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}

/** How the person would get in; what policies cannot answer ends every way, as it does in a login. */
function loginOf(ways: () => ReturnType<typeof waysIn>) {
  let found: ReturnType<typeof waysIn>;
  try {
    found = asked(ways);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return [{ way: 'fail', why: String(error.code), policies: [] }];
  }
  return found.map((way) => ({
    way: way.way,
    why:
      way.way === 'accept' ? way.by : way.way === 'refuse' ? way.because : way.way === 'fail' ? String(way.code) : '',
    policies: 'policies' in way ? way.policies : [],
  }));
}

/** With what would hold and is not asked in this login set apart from what took effect. */
function withoutUnasked(
  explained: readonly Explanation[],
  facts: LoginFacts,
  [first]: ReturnType<typeof loginOf>,
): readonly Explanation[] {
  return explained.map((policy) => ({
    ...policy,
    effects: policy.effects.map((one) => {
      const unasked = one.effect === 'took-effect' ? unaskedAtLogin(one.action, facts, first?.why) : undefined;
      if (unasked === undefined) return one;
      return { ...one, effect: unasked, by: unasked === 'decided-before' ? (first?.policies ?? []) : [] };
    }),
  }));
}

/** Why a token would not even be tried, or `usable`. */
function stateOf(credential: Credential, at: Date): string {
  const moment = at.toISOString();
  if (credential.revoked === 1) return 'revoked';
  if (credential.locked === 1) return 'locked';
  if (credential.failcount >= credential.maxfail) return 'failcounter';
  if (credential.active === 0) return 'disabled';
  if (credential.validFrom !== null && moment < credential.validFrom) return 'not-yet-valid';
  if (credential.validUntil !== null && moment > credential.validUntil) return 'expired';
  return 'usable';
}

/** Each action that a policy of the scope speaks of, once. */
function actionsOf(policies: readonly Explanation[]): readonly ActionDefinition[] {
  const found = policies.flatMap(({ scope, effects }) =>
    effects.flatMap(({ action }) => definitionOf(scope, action) ?? []),
  );
  return [...new Map(found.map((definition) => [definition.name, definition])).values()];
}

/** The moment as the time windows of policies look at it: local time of the server. */
function localText(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
