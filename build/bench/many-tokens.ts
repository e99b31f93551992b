import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measurement } from '../measurement.ts';
import { fillServer } from './server/fill.ts';
import { type Part, startPart } from './server/part.ts';

const few = 1000;
const many = 1_000_000;
const rounds = 11;
const seconds = 1.5;

interface Filled {
  readonly server: Part;
  readonly load: Part;
}

interface Answer {
  readonly rate: number;
}

/**
 * validate/check with a million tokens against a thousand: two servers on one core, asked in turn by 32 clients. Of the
 * million, 20,480 are checked, spread over all of them, so that hardly any page of the database is met twice.
 */
export async function checksAmongManyTokens(): Promise<Measurement> {
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const parts: Part[] = [];
  const filled = async (name: string, count: number, checked: number): Promise<Filled> => {
    const data = join(directory, name);
    const credentials = await fillServer(data, count, checked);
    const server = await startPart(pathOf('../../server/main.ts'), ['--data', data, '--listen', '127.0.0.1:0'], 0);
    parts.push(server);
    const target = join(directory, `${name}.json`);
    writeFileSync(target, JSON.stringify({ ...(server.ready as object), credentials }));
    const load = await startPart(pathOf('server/load.ts'), [target], 1);
    parts.push(load);
    await load.ask({ clients: 32, seconds: 3 });
    return { server, load };
  };
  try {
    const small = await filled('few', few, few - 8);
    const large = await filled('many', many, 20_480);
    const ratios: number[] = [];
    const rates: number[] = [];
    let before = (await small.load.askAll<Answer>({ clients: 32, seconds })).rate;
    for (let round = 0; round < rounds; round += 1) {
      const { rate } = await large.load.askAll<Answer>({ clients: 32, seconds });
      const after = (await small.load.askAll<Answer>({ clients: 32, seconds })).rate;
      ratios.push((200 * rate) / (before + after));
      rates.push(rate);
      before = after;
    }
    const value = median(ratios);
    return {
      name: 'validate/check among 1,000,000 tokens, 32 clients',
      value,
      unit: '%',
      target: '>= 90',
      against: `the same among 1,000 (here ${Math.round(median(rates))}/s; medians of ${rounds} rounds in turn)`,
      met: value >= 90,
    };
  } finally {
    for (const { process } of parts) process.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  }
}

function pathOf(file: string): string {
  return new URL(file, import.meta.url).pathname;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
