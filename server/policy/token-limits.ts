import type { Asked } from '../../domain/policy/compile.ts';
import { readMaximum } from '../../domain/policy/read.ts';
import type { Subject } from '../../domain/policy/request.ts';
import {
  type CountedToken,
  checkRealmLimit,
  checkUserLimits,
  type LimitRefusal,
} from '../../domain/policy/token-limit.ts';
import type { Holdings } from '../store/holdings.ts';
import { asked } from './policy-error.ts';
import type { Holding } from './rules.ts';
import { subjectOf } from './subject.ts';

/**
 * Counts what a realm and a person have, as far as a limit asks for it, and says which limit is full. Whoever acts on
 * the answer does so in a transaction of its own, so that nobody else can fill the place meanwhile.
 */
export async function tokenLimits(
  holdings: Holdings,
  about: (subject: Subject) => Promise<Asked>,
  { person, realms, type, serial }: Holding,
): Promise<LimitRefusal | undefined> {
  for (const realm of realms) {
    const question = await about(person?.realm === realm ? subjectOf(person) : { user: '', realm, resolver: '' });
    const { value: limit } = asked(() => readMaximum(question, 'enrollment', 'max_token_per_realm'));
    if (limit === undefined) continue;
    const count = await holdings.countInRealm(realm, limit + 1);
    const isIn = await holdings.isInRealm(serial, realm);
    const refusal = asked(() => checkRealmLimit(question, count, isIn));
    if (refusal !== undefined) return refusal;
  }
  if (person === undefined) return undefined;
  const held = (await holdings.ofPerson(person.id)).map((row): CountedToken => ({ ...row, active: row.active === 1 }));
  const question = await about(subjectOf(person));
  return asked(() => checkUserLimits(question, held, { serial, type }));
}
