import type { Installation } from '../installation.ts';
import type { Person } from '../store/people.ts';
import { checkUserPassword } from './check-user-password.ts';
import { verifyPin } from './pin.ts';
import { type PoolFind, type PoolQuestion, searchPool } from './search-pool.ts';

/** A PIN that has to be verified before the check can be decided; Argon2id takes too long for a transaction. */
interface PinQuestion {
  readonly kind: 'pin';
  readonly pinHash: string;
  readonly pin: string;
}

/** A password that only the place where the person is kept can check. */
interface PasswordQuestion {
  readonly kind: 'password';
  readonly person: Person;
  readonly password: string;
}

/** What a check has to know before it can be decided in a transaction. */
export type Question = PinQuestion | PasswordQuestion | PoolQuestion;

/** What was found out so far: whether PINs and passwords are right, and what the pool holds. */
export interface Answers {
  readonly right: ReadonlyMap<string, boolean>;
  readonly pool: PoolFind | undefined;
}

export const noAnswers: Answers = { right: new Map(), pool: undefined };

/** What the answers say of a PIN or a password, or the question itself when they say nothing. */
export function answerTo(answers: Answers, question: PinQuestion | PasswordQuestion): boolean | Question {
  return answers.right.get(keyOf(question)) ?? question;
}

function keyOf(question: PinQuestion | PasswordQuestion): string {
  return question.kind === 'pin'
    ? `pin ${question.pinHash}\n${question.pin}`
    : `password ${question.person.id}\n${question.password}`;
}

/** Answers questions, off the main thread where they take long. Attempts are counted unless all is only rehearsed. */
export async function answered(
  installation: Installation,
  answers: Answers,
  questions: readonly Question[],
  isCounted = true,
): Promise<Answers> {
  let { pool } = answers;
  const right = new Map(answers.right);
  const distinct = new Map(
    questions.map((question) => [question.kind === 'pool' ? 'pool' : keyOf(question), question]),
  );
  await Promise.all(
    [...distinct].map(async ([key, question]) => {
      if (question.kind === 'pool') pool = await searchPool(installation, question, isCounted);
      else right.set(key, await once(key, () => isRight(installation, question)));
    }),
  );
  return { right, pool };
}

function isRight({ userStore }: Installation, question: PinQuestion | PasswordQuestion): Promise<boolean> {
  if (question.kind === 'pin') return verifyPin(question.pinHash, question.pin);
  return checkUserPassword(userStore, question.person, question.password);
}

const underWay = new Map<string, Promise<boolean>>();

/** The same question while its answer is being worked out is one question. */
function once(key: string, work: () => Promise<boolean>): Promise<boolean> {
  const known = underWay.get(key);
  if (known !== undefined) return known;
  const answer = work().finally(() => underWay.delete(key));
  underWay.set(key, answer);
  return answer;
}
