import { type Asked, ask } from '../../domain/policy/compile.ts';
import { ownRights } from '../../domain/policy/own-actions.ts';
import {
  type LoginMode,
  loginMode,
  loginSeconds,
  mayByPassword,
  mayForOneself,
} from '../../domain/policy/own-login.ts';
import type { Reading } from '../../domain/policy/read.ts';
import { type Circumstances, requestAbout } from '../../domain/policy/request.ts';
import type { Installation } from '../installation.ts';
import type { Person } from '../store/people.ts';
import { tokenRequired } from '../trust/token-required.ts';
import { conditionFacts } from './condition-facts.ts';
import { asked } from './policy-error.ts';
import { programOf } from './policy-rules.ts';
import { subjectOf } from './subject.ts';
import type { WebRequest } from './web-request.ts';

type Asks = Pick<Installation, 'policies' | 'now' | 'store'>;

/** From where and by what a request is sent. */
export interface Sent {
  readonly client: string;
  readonly web: WebRequest;
}

/** How this person logs in for themselves: whoever must have a token never by the password alone. */
export async function loginModeOf(
  installation: Asks,
  person: Person,
  sent: Sent,
): Promise<Reading<LoginMode | undefined>> {
  const facts = await conditionFacts(installation.store, await installation.policies(), { web: sent.web, person });
  const question = await askAbout(installation, person, sent, facts);
  const { value, policies } = asked(() => loginMode(question));
  const byToken = value === 'userstore' && (await tokenRequired(installation.store, person));
  return { value: byToken ? 'privacyIDEA' : value, policies };
}

/** For how many seconds a login counts, a person's or an administrator's, if a policy says so. */
export async function loginSecondsOf(
  installation: Asks,
  person: Person | undefined,
  sent: Sent,
): Promise<number | undefined> {
  const facts = await conditionFacts(installation.store, await installation.policies(), { web: sent.web, person });
  const question = await askAbout(installation, person, sent, facts);
  return asked(() => loginSeconds(question)).value;
}

/** What a person may do with their own tokens now, as if conditions held, for a client to show. */
export async function ownRightsNow(
  installation: Asks,
  person: Person,
  sent: Sent,
  byPasswordAlone: boolean,
): Promise<readonly string[]> {
  const question = await askAbout(installation, person, sent, { facts: 'any' });
  return ownRights.filter(
    (right) => mayForOneself(question, right).value && (!byPasswordAlone || mayByPassword(right)),
  );
}

async function askAbout(
  { policies, now }: Asks,
  person: Person | undefined,
  { client, web }: Sent,
  facts: Pick<Circumstances, 'facts'>,
): Promise<Asked> {
  const userAgent = programOf(web.headers['user-agent'] ?? '');
  return ask(await policies(), requestAbout(subjectOf(person), { client, at: now(), userAgent, ...facts }));
}
