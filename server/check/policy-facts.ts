import { challengeTypes } from '../../domain/policy/challenge-types.ts';
import { type Asked, ask, type PolicySet } from '../../domain/policy/compile.ts';
import { type PinSource, pinSource, pinSubject, pinVerdict } from '../../domain/policy/pin-source.ts';
import { requestAbout, type Subject } from '../../domain/policy/request.ts';
import type { Installation } from '../installation.ts';
import { asked } from '../policy/policy-error.ts';
import { programOf } from '../policy/policy-rules.ts';
import { subjectOf } from '../policy/subject.ts';
import type { ServerSettings } from '../settings/server-settings.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { TokenPolicies } from './check-tokens.ts';

/** From where and by what a check is asked, the policies of the moment, and those that took effect on it so far. */
export interface CheckRequest {
  readonly client: string;
  readonly userAgent: string;
  readonly policies: PolicySet;
  readonly settings: ServerSettings;
  readonly tookEffect: Set<string>;
}

/** Asks the policies about somebody in this check. */
export function askAbout(
  { now }: Pick<Installation, 'now'>,
  { client, userAgent, policies }: Pick<CheckRequest, 'client' | 'userAgent' | 'policies'>,
  subject: Subject | undefined,
): Asked {
  return ask(policies, requestAbout(subject, { client, at: now(), userAgent: programOf(userAgent) }));
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
  const known = new Map<number, { readonly source: PinSource; readonly challenged: ReadonlySet<string> }>();
  const personOf = ({ id }: Credential) => person ?? owners.get(id);

  function said(credential: Credential) {
    const key = person === undefined ? credential.id : 0;
    const before = known.get(key);
    if (before !== undefined) return before;
    const subject = pinSubject(subjectOf(personOf(credential)), undefined, realms.get(credential.id) ?? []);
    const question = askAbout(installation, request, subject);
    const { value: source, policies } = asked(() => pinSource(question));
    for (const name of policies) request.tookEffect.add(name);
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
