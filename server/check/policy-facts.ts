import { challengeTypes } from '../../domain/policy/challenge-types.ts';
import { type Asked, ask, type PolicySet } from '../../domain/policy/compile.ts';
import { type PinSource, pinSource, pinSubject, pinVerdict } from '../../domain/policy/pin-source.ts';
import { type Facts, requestAbout, type Subject } from '../../domain/policy/request.ts';
import type { Installation } from '../installation.ts';
import { conditionFacts } from '../policy/condition-facts.ts';
import { asked } from '../policy/policy-error.ts';
import { programOf } from '../policy/policy-rules.ts';
import { subjectOf } from '../policy/subject.ts';
import type { WebRequest } from '../policy/web-request.ts';
import type { ServerSettings } from '../settings/server-settings.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { TokenPolicies } from './check-tokens.ts';

/** From where and by what a check is asked, the policies of the moment, and those that took effect on it so far. */
export interface CheckRequest {
  readonly client: string;
  readonly userAgent: string;
  /** For conditions of policies; none where a check is no request on the wire, as on the login page. */
  readonly web: WebRequest | undefined;
  readonly policies: PolicySet;
  readonly settings: ServerSettings;
  readonly tookEffect: Set<string>;
}

/** Where a question comes from. */
type Whence = Pick<CheckRequest, 'client' | 'userAgent' | 'policies' | 'web'>;

/** Asks the policies about somebody, and one of their tokens if it is about one, in this check. */
export async function askAbout(
  installation: Pick<Installation, 'now' | 'store'>,
  request: Whence,
  person: Person | undefined,
  credential?: Credential,
  subject: Subject | undefined = subjectOf(person),
): Promise<Asked> {
  const { policies, web } = request;
  const facts = await conditionFacts(installation.store, policies, { web, person, credential });
  return askWith(installation, request, subject, facts);
}

function askWith(
  { now }: Pick<Installation, 'now'>,
  { client, userAgent, policies }: Whence,
  subject: Subject | undefined,
  facts: { readonly facts?: Facts },
): Asked {
  return ask(policies, requestAbout(subject, { client, at: now(), userAgent: programOf(userAgent), ...facts }));
}

/** How the policies have these credentials looked at: for the person who logs in, or else for who owns each. */
export async function tokenPolicies(
  installation: Installation,
  request: CheckRequest,
  person: Person | undefined,
  credentials: readonly Credential[],
): Promise<TokenPolicies> {
  const { people, tokenRealms } = installation.store;
  const owners = new Map<number, Person>();
  const realms = new Map<number, readonly string[]>();
  for (const { id, ownerId } of person === undefined ? credentials : []) {
    const owner = ownerId === null ? undefined : await people.byId(ownerId);
    if (owner === undefined) realms.set(id, await tokenRealms.of(id));
    else owners.set(id, owner);
  }
  const personOf = ({ id }: Credential) => person ?? owners.get(id);
  const { policies, web } = request;
  const facts = new Map<number, { readonly facts?: Facts }>();
  for (const credential of policies.conditionSections.size === 0 ? [] : credentials) {
    const about = { web, person: personOf(credential), credential };
    facts.set(credential.id, await conditionFacts(installation.store, policies, about));
  }
  const looksAtTokens = policies.conditionSections.has('token') || policies.conditionSections.has('tokeninfo');
  const known = new Map<number, { readonly source: PinSource; readonly challenged: ReadonlySet<string> }>();
  function said(credential: Credential) {
    const key = person === undefined || looksAtTokens ? credential.id : 0;
    const before = known.get(key);
    if (before !== undefined) return before;
    const subject = pinSubject(subjectOf(personOf(credential)), undefined, realms.get(credential.id) ?? []);
    const question = askWith(installation, request, subject, facts.get(credential.id) ?? {});
    const { value: source, policies: names } = asked(() => pinSource(question));
    for (const name of names) request.tookEffect.add(name);
    const now = { source, challenged: asked(() => challengeTypes(question)).value };
    known.set(key, now);
    return now;
  }

  return {
    personOf,
    pinVerdict: (credential, pin) => pinVerdict(said(credential).source, pin.length, credential.pinHash !== null),
    maybeChallenged(credential) {
      const { source, challenged } = said(credential);
      return source !== 'ignore_pin' && credential.type !== 'spass' && challenged.has(credential.type);
    },
  };
}
