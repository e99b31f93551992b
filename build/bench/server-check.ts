import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blankPolicy, type Policy } from '../../domain/policy/policy.ts';
import { openStore } from '../../server/store/store.ts';
import type { Measurement } from '../measurement.ts';
import { type Part, startPart } from './server/part.ts';
import { prepareServer } from './server/prepare.ts';

const rounds = 7;
const seconds = 1.5;

/**
 * validate/check (HOTP, no PIN, HTTPS, durable) at 1 and at 32 clients against the raw loop in process: read, HMAC,
 * compare-and-set and an audit row, one commit each, on the same file system with the same WAL and FULL. The disk's
 * speed changes from one moment to the next, so every measurement has what it is held against right before and right
 * after it. The first check behind a change compiles all policies anew (some 20 ms for a thousand): it is not counted.
 */
export async function serverCheck(): Promise<readonly Measurement[]> {
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const parts: Part[] = [];
  const start = async (file: string, words: readonly string[], core: number) => {
    const part = await startPart(new URL(file, import.meta.url).pathname, words, core);
    parts.push(part);
    return part;
  };
  try {
    const data = join(directory, 'server');
    const credentials = await prepareServer(data, 1024);
    const server = await start('../../server/main.ts', ['--data', data, '--listen', '127.0.0.1:0'], 0);
    const target = join(directory, 'target.json');
    writeFileSync(target, JSON.stringify({ ...(server.ready as object), credentials }));
    const load = await start('server/load.ts', [target], 1);
    const raw = await start('server/raw.ts', [join(directory, 'raw.sqlite')], 0);
    await load.ask({ clients: 32, seconds: 1 });
    await raw.ask({ seconds: 0.5 });
    const one: Sample[] = [];
    const many: Sample[] = [];
    let before = await raw.ask({ seconds });
    for (let round = 0; round < rounds; round += 1) {
      for (const [clients, samples] of [[1, one] as const, [32, many] as const]) {
        const rate = await load.ask({ clients, seconds });
        const after = await raw.ask({ seconds });
        samples.push({ rate, base: (before + after) / 2 });
        before = after;
      }
    }
    const ruled: Sample[] = [];
    const through = async (policies: number) => {
      await setPolicies(data, policies);
      await load.ask({ clients: 32, seconds: 0.2 });
      return load.ask({ clients: 32, seconds });
    };
    let without = await through(0);
    for (let round = 0; round < rounds; round += 1) {
      const rate = await through(1000);
      const after = await through(0);
      ruled.push({ rate, base: (without + after) / 2 });
      without = after;
    }
    return [
      measured('validate/check, 1 client', one, 25, ' (stretch 40)'),
      measured('validate/check, 32 clients', many, 100, ''),
      measured('validate/check through 1,000 policies, 32 clients', ruled, 90, '', 'the same without'),
    ];
  } finally {
    for (const { process } of parts) process.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Saves so many policies for other realms, people, addresses and hours, as another process would; 0 takes them away. */
async function setPolicies(data: string, count: number): Promise<void> {
  const { commits, close } = await openStore(join(data, 'keydesk.sqlite'), { now: () => new Date() });
  try {
    await commits.alone(async ({ policies }) => {
      for (const { policy } of await policies.all()) await policies.remove(policy.name);
      for (let number = 0; number < count; number += 1) await policies.put(benchPolicy(number));
    });
  } finally {
    await close();
  }
}

function benchPolicy(number: number): Policy {
  const actions = [
    { otppin: 'tokenpin' },
    { challenge_response: 'totp' },
    { passOnNoToken: true },
    { passthru: true },
  ] as const;
  return {
    ...blankPolicy,
    name: `bench ${number}`,
    scope: 'authentication',
    action: { ...actions[number % actions.length] },
    ...(number % 3 === 0 ? { realm: [`realm${number}`] } : {}),
    ...(number % 3 === 1 ? { user: [`user${number}`, `group${number}_.*`] } : {}),
    ...(number % 3 === 2 ? { client: [`10.${number % 250}.0.0/16`], time: 'Mon-Fri: 8-18' } : {}),
  };
}

/** One measurement and what was measured around it, both in checks a second. */
interface Sample {
  readonly rate: number;
  readonly base: number;
}

function measured(
  name: string,
  samples: readonly Sample[],
  least: number,
  stretch: string,
  other = 'the raw loop in process',
): Measurement {
  const value = median(samples.map(({ rate, base }) => (100 * rate) / base));
  const rate = Math.round(median(samples.map((sample) => sample.rate)));
  const base = Math.round(median(samples.map((sample) => sample.base)));
  return {
    name,
    value,
    unit: '%',
    target: `>= ${least}${stretch}`,
    against: `${other}, ${base}/s (the server did ${rate}/s; medians of ${samples.length} rounds)`,
    met: value >= least,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
