import { challengeTypes } from '../../domain/policy/challenge-types.ts';
import { type Asked, ask } from '../../domain/policy/compile.ts';
import { type PinSource, pinSource, pinSubject, pinVerdict } from '../../domain/policy/pin-source.ts';
import { requestAbout, type Subject } from '../../domain/policy/request.ts';
import type { Installation } from '../installation.ts';
import { programOf } from '../policy/policy-rules.ts';
import { subjectOf } from '../policy/subject.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { TokenPolicies } from './check-tokens.ts';

/** From where and by what a check is asked, and the policies that took effect on it so far. */
export interface CheckRequest {
  readonly client: string;
  readonly userAgent: string;
  readonly tookEffect: Set<string>;
}

/** Asks the policies of the moment about somebody in this check. */
export function askAbout(
  { policies, now }: Pick<Installation, 'policies' | 'now'>,
  { client, userAgent }: CheckRequest,
  subject: Subject | undefined,
): Asked {
  return ask(policies(), requestAbout(subject, { client, at: now(), userAgent: programOf(userAgent) }));
}

/** How the policies have credentials looked at: for the person who logs in, or else for who owns each. */
export function tokenPolicies(
  installation: Installation,
  request: CheckRequest,
  person: Person | undefined,
): TokenPolicies {
  const { people, tokenRealms } = installation.store;
  const known = new Map<number, { readonly source: PinSource; readonly challenged: ReadonlySet<string> }>();
  const personOf = ({ ownerId }: Credential) => person ?? (ownerId === null ? undefined : people.byId(ownerId));

  function said(credential: Credential) {
    const key = person === undefined ? credential.id : 0;
    const before = known.get(key);
    if (before !== undefined) return before;
    const owner = personOf(credential);
    const realms = owner === undefined ? tokenRealms.of(credential.id) : [];
    const asked = askAbout(installation, request, pinSubject(subjectOf(owner), undefined, realms));
    const { value: source, policies } = pinSource(asked);
    for (const name of policies) request.tookEffect.add(name);
    const now = { source, challenged: challengeTypes(asked).value };
    known.set(key, now);
    return now;
  }

  return {
    personOf,
    pinVerdict: (credential, pin) => pinVerdict(said(credential).source, pin.length, credential.pinHash !== null),
    maybeChallenged(credential) {
      const { source, challenged } = said(credential);
      return source !== 'ignore_pin' && challenged.has(credential.type);
    },
  };
}
