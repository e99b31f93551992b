import { asFailure } from '../failure.ts';
import { type Asked, ask, compilePolicies, type PolicySet } from './compile.ts';
import type { ActionDefinition } from './definition.ts';
import { definitionOf } from './definitions.ts';
import { valueOrFailure } from './explain.ts';
import { type LoginFacts, type WayIn, waysIn } from './login-without-token.ts';
import type { Policy } from './policy.ts';
import { type Circumstances, type Facts, requestAbout, type Subject } from './request.ts';

/** Somebody of a realm, with what decides how they get in. */
export interface Person extends Subject {
  readonly tokens: LoginFacts['tokens'];
  readonly tokenRequired?: boolean;
  /** What conditions know of this person. */
  readonly facts?: Facts;
}

/** An action, or how somebody gets in (`login`), before and after; a failure stands as its code. */
interface Change {
  readonly action: string;
  readonly before: string;
  readonly after: string;
}

export interface Affected<P extends Person = Person> {
  readonly person: P;
  readonly changes: readonly Change[];
}

/**
 * Who would be affected if the policy were saved (over any of its name), and how. Nothing is stored: the policies are
 * made ready once, and asked twice for each person.
 */
export function whatIf(
  saved: readonly Policy[],
  draft: Policy,
): <P extends Person>(people: readonly P[], circumstances: Circumstances) => readonly Affected<P>[] {
  const replaced = saved.find(({ name }) => name === draft.name);
  const before = compilePolicies(saved);
  const after = compilePolicies([...saved.filter(({ name }) => name !== draft.name), draft]);
  const actions = touched(replaced ? [replaced, draft] : [draft]);
  return (people, circumstances) =>
    people.flatMap((person) => {
      const changes = changesFor(before, after, actions, person, circumstances);
      return changes.length === 0 ? [] : [{ person, changes }];
    });
}

function touched(policies: readonly Policy[]): readonly ActionDefinition[] {
  const found = policies.flatMap(({ scope, action }) =>
    Object.keys(action).flatMap((name) => definitionOf(scope, name) ?? []),
  );
  return [...new Map(found.map((definition) => [definition.name, definition])).values()];
}

function changesFor(
  before: PolicySet,
  after: PolicySet,
  actions: readonly ActionDefinition[],
  person: Person,
  circumstances: Circumstances,
): readonly Change[] {
  const common = circumstances.facts === 'any' ? {} : circumstances.facts;
  const facts = { ...common, ...person.facts };
  const request = { ...requestAbout(person, circumstances), facts };
  const [old, next] = [ask(before, request), ask(after, request)];
  const values = actions.map((definition) => ({
    action: definition.name,
    before: shown(old, definition),
    after: shown(next, definition),
  }));
  const login = { action: 'login', before: loginOf(old, person), after: loginOf(next, person) };
  return [...values, login].filter((change) => change.before !== change.after);
}

function shown(asked: Asked, definition: ActionDefinition): string {
  const { value, failure } = valueOrFailure(asked, definition);
  return failure ? failure.code : (value ?? '');
}

/** The ways in as words: `passthru autoassignment no-token`. */
function loginOf(asked: Asked, person: Person): string {
  try {
    return waysIn(asked, { ...person, exists: true })
      .map(wayName)
      .join(' ');
  } catch (error) {
    return asFailure(error).code;
  }
}

function wayName(way: WayIn): string {
  if (way.way === 'accept') return way.by;
  if (way.way === 'refuse') return way.because;
  return way.way === 'fail' ? String(way.code) : way.way;
}
