import { parseActionText } from './action-text.ts';
import {
  type Actions,
  type ActionValue,
  blankPolicy,
  type Condition,
  type Policy,
  type Scope,
  scopes,
} from './policy.ts';
import { type PolicyField, type Problem, problem } from './problem.ts';

/** What `POST /policy/<name>` and `GET /policy/` carry: names of the wire, values as text, lists or JSON. */
export type WirePolicy = Readonly<Record<string, unknown>>;

export interface ReadPolicy {
  readonly policy: Policy;
  readonly problems: readonly Problem[];
}

const longestList = 10_000;
const longestText = 8_000;

/** Reads a policy in any form the wire knows. What has the wrong form is a problem and left blank. */
export function policyFromWire(name: string, wire: WirePolicy): ReadPolicy {
  const problems: Problem[] = [];
  const reader = fieldReader(wire, problems);
  const scope = reader.text('scope');
  if (!scopes.some((one) => one === scope)) problems.push(problem('scope', 'scope-unknown', { scope }));
  const policy: Policy = {
    ...blankPolicy,
    name,
    scope: scope as Scope,
    action: readActions(wire.action, problems),
    realm: reader.list('realm'),
    resolver: reader.list('resolver'),
    user: reader.list('user'),
    client: reader.list('client'),
    time: reader.text('time'),
    active: reader.flag('active', true),
    priority: reader.priority(),
    checkAllResolvers: reader.flag('check_all_resolvers', false),
    userCaseInsensitive: reader.flag('user_case_insensitive', false),
    adminRealm: reader.list('adminrealm'),
    adminUser: reader.list('adminuser'),
    node: reader.list('pinode'),
    userAgent: reader.list('user_agents'),
    conditions: readConditions(wire.conditions, problems),
    description: reader.text('description'),
  };
  return { policy, problems };
}

function fieldReader(wire: WirePolicy, problems: Problem[]) {
  const wrong = (field: PolicyField) => problems.push(problem(field, 'wrong-type'));
  const text = (field: PolicyField): string => {
    const value = wire[field] ?? '';
    if (typeof value !== 'string') wrong(field);
    else if (value.length > longestText) problems.push(problem(field, 'too-long', { most: longestText }));
    else return value;
    return '';
  };
  return {
    text,
    list(field: PolicyField): readonly string[] {
      const value = wire[field] ?? '';
      const entries = typeof value === 'string' ? splitList(value) : value;
      if (!Array.isArray(entries) || entries.some((one) => typeof one !== 'string')) {
        wrong(field);
        return [];
      }
      if (entries.length > longestList) {
        problems.push(problem(field, 'too-long', { most: longestList }));
        return [];
      }
      return entries.map((one: string) => one.trim());
    },
    flag(field: PolicyField, otherwise: boolean): boolean {
      const value = wire[field] ?? otherwise;
      // What is no plain value may not even be made a text.
      const known = typeof value === 'object' ? undefined : flags.get(String(value).toLowerCase());
      if (known === undefined) wrong(field);
      return known ?? otherwise;
    },
    priority(): number {
      const value = wire.priority ?? 1;
      const said = typeof value === 'object' ? '' : String(value);
      const whole = /^\d{1,9}$/.test(said) ? Number(said) : 0;
      if (whole < 1) problems.push(problem('priority', 'priority', { value: said }));
      return Math.max(1, whole);
    },
  };
}

const flags = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
  ['', false],
]);

/** One text with commas, as lists are stored; the empty text is the empty list. */
function splitList(text: string): readonly string[] {
  return text.trim() === '' ? [] : text.split(',').map((one) => one.trim());
}

function readActions(value: unknown, problems: Problem[]): Actions {
  const entries: (readonly [string, ActionValue])[] = [];
  if (typeof value === 'string') {
    if (value.length > longestText) problems.push(problem('action', 'too-long', { most: longestText }));
    else entries.push(...parseActionText(value));
  } else if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    entries.push(...value.flatMap((one: string) => parseActionText(one)));
  } else if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    for (const [name, one] of Object.entries(value)) {
      if (one === true || typeof one === 'string') entries.push([name.trim(), one]);
      else if (typeof one === 'number') entries.push([name.trim(), String(one)]);
      else if (one !== false) problems.push(problem('action', 'wrong-type', { action: name }));
    }
  } else if (value !== undefined && value !== null) {
    problems.push(problem('action', 'wrong-type'));
  }
  const seen = new Map<string, ActionValue>();
  for (const [name, one] of entries) {
    if (seen.has(name) && seen.get(name) !== one) problems.push(problem('action', 'action-twice', { action: name }));
    seen.set(name, one);
  }
  return Object.fromEntries(seen);
}

function readConditions(value: unknown, problems: Problem[]): readonly Condition[] {
  if (value === undefined || value === null || value === '') return [];
  const list = typeof value === 'string' ? parsed(value) : value;
  if (!Array.isArray(list) || list.length > 100) {
    problems.push(problem('conditions', 'wrong-type'));
    return [];
  }
  return list.flatMap((one): readonly Condition[] => {
    const [section, key, comparator, right, active = true, whenMissing = 'raise_error'] = Array.isArray(one) ? one : [];
    const texts = [section, key, comparator, right, whenMissing];
    if (texts.every((text) => typeof text === 'string') && typeof active === 'boolean') {
      return [{ section, key, comparator, value: right, active, whenMissing }];
    }
    problems.push(problem('conditions', 'condition-malformed'));
    return [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
