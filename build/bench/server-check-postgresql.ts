import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measurement } from '../measurement.ts';
import { type Part, startPart } from './server/part.ts';
import { startBenchPostgres } from './server/postgres.ts';
import { prepareServer } from './server/prepare.ts';

const rounds = 5;
const seconds = 4;
const clients = 32;
const target = 60;

/**
 * validate/check (HOTP, no PIN, HTTPS) of a server on PostgreSQL at 32 clients against `pgbench -N` at as many clients
 * on the same cluster, which is durable at every commit. Each measurement has pgbench right before and right after it.
 */
export async function serverCheckPostgresql(): Promise<Measurement> {
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const postgres = await startBenchPostgres(directory);
  const parts: Part[] = [];
  try {
    postgres.createDatabase('keydesk');
    const data = join(directory, 'server');
    const database = postgres.url('keydesk');
    const credentials = await prepareServer(data, 1024, database);
    const start = async (file: string, words: readonly string[]) => {
      const part = await startPart(new URL(file, import.meta.url).pathname, words);
      parts.push(part);
      return part;
    };
    const words = ['--data', data, '--database', database, '--listen', '127.0.0.1:0'];
    const server = await start('../../server/main.ts', words);
    const file = join(directory, 'target.json');
    writeFileSync(file, JSON.stringify({ ...(server.ready as object), credentials }));
    const load = await start('server/load.ts', [file]);
    await load.ask({ clients, seconds: 2 });
    const samples: { readonly rate: number; readonly base: number }[] = [];
    let before = postgres.pgbench(clients, seconds);
    for (let round = 0; round < rounds; round += 1) {
      const rate = await load.ask({ clients, seconds });
      const after = postgres.pgbench(clients, seconds);
      samples.push({ rate, base: (before + after) / 2 });
      before = after;
    }
    const value = median(samples.map(({ rate, base }) => (100 * rate) / base));
    const [rate, base] = [median(samples.map((one) => one.rate)), median(samples.map((one) => one.base))];
    return {
      name: 'validate/check on PostgreSQL, 32 clients',
      value,
      unit: '%',
      target: `>= ${target}`,
      against: `pgbench -N at 32 clients, ${Math.round(base)}/s (the server did ${Math.round(rate)}/s; medians of ${rounds} rounds)`,
      met: value >= target,
    };
  } finally {
    for (const { process } of parts) process.kill('SIGKILL');
    postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
