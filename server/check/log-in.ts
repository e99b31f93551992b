import { type WayIn, waysIn } from '../../domain/policy/login-without-token.ts';
import { pinStorage } from '../../domain/policy/pin-storage.ts';
import type { Installation } from '../installation.ts';
import { unknownPerson } from '../people/find-person.ts';
import { asked } from '../policy/policy-error.ts';
import { subjectOf } from '../policy/subject.ts';
import type { Person } from '../store/people.ts';
import { tokenRequired } from '../trust/token-required.ts';
import { WireError } from '../wire/wire-error.ts';
import { type CheckOutcome, rejected } from './check-tokens.ts';
import type { CheckSubject } from './find-subject.ts';
import { askAbout, type CheckRequest } from './policy-facts.ts';
import { type Answers, answerTo, type Question } from './questions.ts';
import { takeFromPool } from './take-from-pool.ts';

/** What came of the ways in without a token; `tokens` leaves it to the tokens. */
type LoginOutcome = CheckOutcome | { readonly questions: readonly Question[] } | 'tokens';

/** What can let somebody in who has no token, in privacyIDEA's order (`waysIn`). Inside a transaction. */
export async function logIn(
  installation: Installation,
  request: CheckRequest,
  subject: Exclude<CheckSubject, { kind: 'serial' }>,
  typed: string,
  answers: Answers,
): Promise<LoginOutcome> {
  const [person, about] =
    subject.kind === 'person' ? [subject.person, subjectOf(subject.person)] : [undefined, subject.asPoliciesSee];
  const tokens =
    subject.kind === 'person' ? subject.credentials.map(({ revoked }) => ({ revoked: revoked === 1 })) : [];
  const question = await askAbout(installation, request, person, undefined, about);
  const facts = { exists: subject.kind === 'person', tokens };
  const open = asked(() => waysIn(question, facts));
  // Only then it matters who must have a token, and only then it is looked up.
  const isRequired =
    person !== undefined &&
    open.some(({ way }) => way === 'accept' || way === 'passthru') &&
    (await tokenRequired(installation.store, person));
  const ways = isRequired ? asked(() => waysIn(question, { ...facts, tokenRequired: true })) : open;
  for (const way of ways) {
    const outcome =
      subject.kind === 'person'
        ? await follow(installation, request, subject.person, way, typed, answers)
        : enter(request, way);
    if (outcome !== undefined) return outcome;
  }
  return rejected(`The user has no tokens assigned${isRequired ? ', and must have one' : ''}`, []);
}

/** The ways that need nobody to be known. */
function enter({ tookEffect }: CheckRequest, way: WayIn): LoginOutcome | undefined {
  switch (way.way) {
    case 'accept': {
      for (const name of way.policies) tookEffect.add(name);
      const why = way.by === 'passOnNoUser' ? 'user does not exist' : 'user has no token';
      return accepted(`${why}, accepted due to '${way.policies.join(', ')}'`);
    }
    case 'tokens':
      return 'tokens';
    case 'fail':
      if (way.code === 904) throw unknownPerson();
      throw new WireError('tokenLocked', 'This action is not possible, since the token is locked');
    default:
      return undefined;
  }
}

async function follow(
  installation: Installation,
  request: CheckRequest,
  person: Person,
  way: WayIn,
  typed: string,
  answers: Answers,
): Promise<LoginOutcome | undefined> {
  if (way.way === 'passthru') {
    if (way.server !== 'userstore') throw new WireError('policy', `There is no RADIUS server '${way.server}'.`);
    const right = answerTo(answers, { kind: 'password', person, password: typed });
    if (typeof right !== 'boolean') return { questions: [right] };
    if (!right) return undefined;
    for (const name of way.policies) request.tookEffect.add(name);
    return accepted(`against userstore due to '${way.policies.join(', ')}'`);
  }
  if (way.way !== 'autoassignment') return enter(request, way);
  if (answers.pool !== undefined) return takeFromPool(installation, request, person, way, typed, answers.pool);
  const question = await askAbout(installation, request, person);
  const { value: storage } = asked(() => pinStorage(question));
  const { client, settings } = request;
  return { questions: [{ kind: 'pool', person, client, typed, pinFirst: settings.pinFirst, way, storage }] };
}

function accepted(message: string): CheckOutcome {
  return { accepted: true, message, credential: undefined, type: undefined };
}
