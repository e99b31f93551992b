import type { Counted } from './facts.ts';

/** The stages of bringing tokens in, in their order (Haplo's guide for a new system). */
const stageNames = ['order', 'controllers', 'contact', 'issue', 'enforce'] as const;
type StageName = (typeof stageNames)[number];

/** The one thing that shows how a stage stands. */
export type StageFact =
  | {
      readonly say:
        | 'no tokens'
        | 'none left'
        | 'no office'
        | 'own words'
        | 'said'
        | 'nobody to get one'
        | 'nobody required';
    }
  | {
      readonly say: 'too few' | 'enough' | 'no spare' | 'each office' | 'everybody' | 'locked out';
      readonly count: number;
    }
  | { readonly say: 'so far'; readonly have: number; readonly need: number }
  | { readonly say: 'office without'; readonly names: string }
  | { readonly say: 'required'; readonly names: string };

export interface Stage {
  readonly name: StageName;
  /** `now`: the first that is not done. */
  readonly state: 'done' | 'now' | 'next';
  readonly fact: StageFact;
}

/** How each stage stands; what `list` joins names with is the reader's language. */
export function stagesOf(facts: Counted, list: (names: readonly string[]) => string): readonly Stage[] {
  const judged = stageNames.map((name) => ({ name, ...judge[name](facts, list) }));
  const first = judged.findIndex(({ done }) => !done);
  return judged.map(({ name, done, fact }, index) => ({
    name,
    fact,
    state: done ? 'done' : index === first ? 'now' : 'next',
  }));
}

/** Whether an organisation is in the middle of bringing tokens in: it has begun, and something is not done. */
export function isRollingOut(facts: Counted): boolean {
  const begun = facts.offices.some(({ id }) => id !== '') || facts.queued > 0 || facts.lockedOut > 0;
  return begun && stagesOf(facts, () => '').some(({ state }) => state !== 'done');
}

type Judge = (
  facts: Counted,
  list: (names: readonly string[]) => string,
) => { readonly done: boolean; readonly fact: StageFact };

const judge: Readonly<Record<StageName, Judge>> = {
  order: ({ tokens: { known, free, away }, need, have, groups }) => {
    const spare = free + away - (need - have);
    if (known === 0) return { done: false, fact: { say: 'no tokens' } };
    // Tokens given out as they came to hand are no order: nobody has said who else is to get one, and none is there.
    const isEverybodySaid = have > 0 && groups.some(({ requires }) => requires);
    if (spare === 0 && need === have && !isEverybodySaid) return { done: false, fact: { say: 'none left' } };
    if (spare < 0) return { done: false, fact: { say: 'too few', count: -spare } };
    return { done: true, fact: { say: spare === 0 ? 'no spare' : 'enough', count: spare } };
  },
  controllers: ({ offices }, list) => {
    const made = offices.filter(({ id }) => id !== '');
    const without = made.filter(({ controllers }) => controllers.length === 0).map(({ name }) => name);
    if (made.length === 0) return { done: false, fact: { say: 'no office' } };
    if (without.length > 0) return { done: false, fact: { say: 'office without', names: list(without) } };
    return { done: true, fact: { say: 'each office', count: made.length } };
  },
  contact: ({ contact }) => ({ done: contact, fact: { say: contact ? 'said' : 'own words' } }),
  issue: ({ need, have }) => {
    if (need === 0) return { done: false, fact: { say: 'nobody to get one' } };
    if (have < need) return { done: false, fact: { say: 'so far', have, need } };
    return { done: true, fact: { say: 'everybody', count: need } };
  },
  enforce: ({ groups, lockedOut }, list) => {
    const requiring = groups.filter(({ requires }) => requires).map(({ name }) => name);
    if (requiring.length === 0) return { done: false, fact: { say: 'nobody required' } };
    if (lockedOut > 0) return { done: false, fact: { say: 'locked out', count: lockedOut } };
    return { done: true, fact: { say: 'required', names: list(requiring) } };
  },
};
