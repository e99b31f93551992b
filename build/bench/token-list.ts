import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measurement } from '../measurement.ts';
import { addAdministrator, logIn } from './server/administrator.ts';
import { fillServer } from './server/fill.ts';
import { startPart } from './server/part.ts';

const tokens = 1_000_000;
const asked = 1000;
const rounds = 5;
const askedBefore = 200;
const pageSize = 50;

/**
 * The list of a million tokens over HTTPS, signed as it goes out, one request after the other: any page of 50, by chance
 * among all 20,000; and 50 of those that have some letters in their serial, by chance as well. The first ones are not
 * counted: a server that has just begun compiles its code meanwhile; nor is the writing of a million tokens to the disk,
 * which is waited for. Of several rounds the median counts, as in the other measurements; the worst is told beside it.
 */
export async function listOfManyTokens(): Promise<readonly Measurement[]> {
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  await fillServer(directory, tokens, 1);
  await addAdministrator(directory);
  spawnSync('sync');
  const server = await startPart(
    new URL('../../server/main.ts', import.meta.url).pathname,
    ['--data', directory, '--listen', '127.0.0.1:0'],
    0,
  );
  try {
    const administrator = await logIn(server.ready);
    const p99 = async (path: (draw: () => number) => string, holds: (value: List) => boolean) => {
      const draw = drawing(1);
      let took: number[] = [];
      let cpuBefore = 0;
      const found: Pick<Quantiles, 'median' | 'p99'>[] = [];
      for (let turn = -askedBefore; turn < rounds * asked; turn += 1) {
        if (turn === 0) cpuBefore = server.cpuMs();
        const wanted = path(draw);
        const from = performance.now();
        const value: List = await administrator.get(wanted);
        if (turn >= 0) took.push(performance.now() - from);
        if (took.length === asked) {
          found.push(quantiles(took));
          took = [];
        }
        if (!holds(value)) throw new Error(`${wanted} gave ${JSON.stringify(value).slice(0, 300)}`);
      }
      const byP99 = found.toSorted((a, b) => a.p99 - b.p99);
      const { median = Number.NaN, p99 = Number.NaN } = byP99[rounds >> 1] ?? {};
      const worst = byP99.at(-1)?.p99 ?? Number.NaN;
      return { median, p99, worst, cpuMs: (server.cpuMs() - cpuBefore) / (rounds * asked) };
    };
    const list = (more: string) => `/token/?pagesize=${pageSize}&${more}`;
    const page = await p99(
      (draw) => list(`page=${1 + Math.floor(draw() * (tokens / pageSize))}`),
      (value) => value.count === tokens && value.tokens.length === pageSize,
    );
    const search = await p99(
      (draw) => list(`serial=*${hexOf(draw(), 3 + Math.floor(draw() * 5))}*`),
      (value) => value.tokens.length === Math.min(value.count, pageSize),
    );
    administrator.leave();
    return [
      measured(`list of ${tokens.toLocaleString('en')} tokens, any page of ${pageSize}, p99`, page, 5),
      measured(
        `substring search among ${tokens.toLocaleString('en')} tokens, 3 to 7 letters of a serial, p99`,
        search,
        20,
      ),
    ];
  } finally {
    server.process.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  }
}

interface List {
  readonly count: number;
  readonly tokens: readonly unknown[];
}

interface Quantiles {
  readonly median: number;
  readonly p99: number;
  /** The p99 of the worst round. */
  readonly worst: number;
  /** The server's processor time for one, the threads that sign included. */
  readonly cpuMs: number;
}

function measured(name: string, { median, p99, worst, cpuMs }: Quantiles, most: number): Measurement {
  return {
    name,
    value: p99,
    unit: 'ms',
    target: `<= ${most}`,
    against: `the clock, over HTTPS with a signed reply (median ${median.toFixed(2)} ms, ${cpuMs.toFixed(2)} ms of the server's processor; medians of ${rounds} rounds of ${asked}, the worst ${worst.toFixed(2)} ms)`,
    met: p99 <= most,
  };
}

function quantiles(took: readonly number[]): Pick<Quantiles, 'median' | 'p99'> {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
  return { median: at(0.5), p99: at(0.99) };
}

/** The same numbers below 1 in each run. */
function drawing(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function hexOf(part: number, length: number): string {
  return Math.floor(part * 2 ** 32)
    .toString(16)
    .toUpperCase()
    .padStart(8, '0')
    .slice(0, length);
}
