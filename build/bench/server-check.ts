import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { prepareServer } from './server-check-prepare.ts';

/** One line of the bench's table. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: string;
  readonly against: string;
  readonly met: boolean;
}

/** How long each of the interleaved measurements lasts, and how often all are done. */
export interface CheckBenchOptions {
  readonly rounds?: number;
  readonly seconds?: number;
}

const part = (name: string) => new URL(name, import.meta.url).pathname;

/**
 * validate/check (HOTP, no PIN, HTTPS, durable) at 1 and at 32 clients against the raw loop in process: HMAC,
 * compare-and-set and an audit row, one commit each, on the same file system with the same WAL and FULL. Server, client
 * and raw loop take turns in one run, because the disk's speed changes from one moment to the next.
 */
export async function benchServerCheck(options: CheckBenchOptions = {}): Promise<readonly BenchRow[]> {
  const { rounds = 5, seconds = 2 } = options;
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const credentials = await prepareServer(join(directory, 'server'), 1024);
  const words = ['--data', join(directory, 'server'), '--listen', '127.0.0.1:0'];
  const server = await startPart('../../server/main.ts', words, 0);
  const target = join(directory, 'target.json');
  writeFileSync(target, JSON.stringify({ ...(server.ready as object), credentials }));
  const load = await startPart('server-check-load.ts', [target], 1);
  const raw = await startPart('server-check-raw.ts', [join(directory, 'raw.sqlite')], 0);
  try {
    const rates = { raw: [] as number[], one: [] as number[], many: [] as number[] };
    await load.ask({ clients: 32, seconds: 1 });
    for (let round = 0; round < rounds; round += 1) {
      rates.raw.push(await raw.ask({ seconds }));
      rates.one.push(await load.ask({ clients: 1, seconds }));
      rates.raw.push(await raw.ask({ seconds }));
      rates.many.push(await load.ask({ clients: 32, seconds }));
    }
    const base = median(rates.raw);
    return [
      { name: 'raw loop', value: Math.round(base), unit: 'checks/s', target: '-', against: '-', met: true },
      row('validate/check, 1 client', median(rates.one), base, 25, 40),
      row('validate/check, 32 clients', median(rates.many), base, 100),
    ];
  } finally {
    for (const { process } of [load, raw, server]) process.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  }
}

function row(name: string, rate: number, base: number, least: number, stretch?: number): BenchRow {
  const percent = (100 * rate) / base;
  return {
    name,
    value: Math.round(percent * 10) / 10,
    unit: '% of the raw loop',
    target: `>= ${least}${stretch === undefined ? '' : ` (stretch ${stretch})`}`,
    against: `${Math.round(rate)}/s of ${Math.round(base)}/s`,
    met: percent >= least,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

interface Part {
  readonly process: ChildProcess;
  readonly ready: unknown;
  readonly ask: (question: object) => Promise<number>;
}

/** Starts a part in a process of its own, pinned to a core where `taskset` can; each line it prints is an answer. */
async function startPart(file: string, words: readonly string[], core: number): Promise<Part> {
  const pinned = spawnSync('taskset', ['-c', String(core), 'true']).status === 0;
  const command = [...(pinned ? ['taskset', '-c', String(core)] : []), process.execPath, part(file), ...words];
  const child = spawn(command[0] ?? '', command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${file} ended`);
    return JSON.parse(value);
  };
  const ready = await next();
  return {
    process: child,
    ready,
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return (await next()).rate;
    },
  };
}

if (process.argv[1] === part('server-check.ts')) console.table(await benchServerCheck());
