import { challengeTypes } from '../../domain/policy/challenge-types.ts';
import { ask, compilePolicies, type PolicySet } from '../../domain/policy/compile.ts';
import { waysIn } from '../../domain/policy/login-without-token.ts';
import { sendsNextCode } from '../../domain/policy/message-text.ts';
import { pinSource } from '../../domain/policy/pin-source.ts';
import { type Actions, blankPolicy, type Policy } from '../../domain/policy/policy.ts';
import { requestAbout } from '../../domain/policy/request.ts';
import type { Measurement } from '../measurement.ts';

const limitUs = 20;
const checks = 20_000;
const counts = [0, 10, 100, 1000];

/** How the policies tell requests apart; `clients` and `expressions` are what no index of names can help with. */
const mixes: Readonly<Record<string, (number: number) => Partial<Policy>>> = {
  mixed: (number) =>
    [realmOf(number), userOf(number), clientOf(number), expressionOf(number), timeOf(number)][number % 5] ?? {},
  clients: clientOf,
  expressions: expressionOf,
};

const actions: readonly Actions[] = [
  { otppin: 'userstore' },
  { passthru: 'userstore' },
  { challenge_response: 'hotp totp' },
  { smsautosend: true },
  { autoassignment: 'any_pin' },
];

/**
 * What asking all policies that a login meets costs one check, the one without a token in its every way: the p99 with so
 * many policies, less the p99 of the same questions put to none.
 */
export async function benchPolicies(): Promise<readonly Measurement[]> {
  return Object.entries(mixes).flatMap(([mix, restrict]) => {
    const sets = counts.map((count) =>
      compilePolicies(Array.from({ length: count }, (_, number) => policy(number, restrict))),
    );
    for (const set of sets) measure(set);
    const [none = 0, ...others] = sets.map(measure);
    return others.map((p99, place): Measurement => {
      const value = Math.max(0, p99 - none);
      return {
        name: `${counts[place + 1]} policies (${mix}), the policy questions of one check alone, p99`,
        value,
        unit: 'us',
        target: `<= ${limitUs}`,
        against: `the same questions without policies, p99 ${none.toPrecision(3)} us (${checks} checks)`,
        met: value <= limitUs,
      };
    });
  });
}

function policy(number: number, restrict: (number: number) => Partial<Policy>): Policy {
  const action = actions[number % actions.length] ?? {};
  return {
    ...blankPolicy,
    name: `policy ${number}`,
    scope: 'autoassignment' in action ? 'enrollment' : 'authentication',
    action,
    ...restrict(Math.floor(number / actions.length)),
  };
}

function realmOf(number: number): Partial<Policy> {
  return { realm: [`realm${number}`, `other${number}`] };
}

function userOf(number: number): Partial<Policy> {
  return { user: [`user${number}`, `user${number + 1}`], realm: ['realm1'] };
}

function clientOf(number: number): Partial<Policy> {
  return { client: [`10.${number % 250}.0.0/16`, `-10.${number % 250}.0.1`] };
}

function expressionOf(number: number): Partial<Policy> {
  return { user: [`.*[a-z]${number}`, 'root'] };
}

function timeOf(number: number): Partial<Policy> {
  return { realm: [`branch.*${number}`, `realm${number % 50}`], time: 'Mon-Fri: 8-18, Sat: 9:00-12:30' };
}

/** The p99 of one check, in microseconds; each asks for another user and client. */
function measure(set: PolicySet): number {
  const at = new Date(2026, 7, 19, 12, 0);
  const took = new Float64Array(checks);
  for (let check = 0; check < checks; check += 1) {
    const subject = {
      user: `user${check % 997}`,
      realm: `realm${check % 7}`,
      resolver: 'people',
      resolvers: ['people'],
    };
    const client = `10.${check % 251}.${check % 13}.9`;
    const started = process.hrtime.bigint();
    const asked = ask(set, requestAbout(subject, { at, client }));
    pinSource(asked);
    challengeTypes(asked);
    sendsNextCode(asked, 'sms');
    waysIn(asked, { exists: true, tokens: [] });
    took[check] = Number(process.hrtime.bigint() - started) / 1000;
  }
  return took.sort()[Math.floor(checks * 0.99)] ?? 0;
}
