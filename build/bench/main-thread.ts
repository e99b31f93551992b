import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Measurement } from '../measurement.ts';
import { root } from '../root.ts';

interface Lateness {
  readonly p99: number;
  readonly max: number;
  /** How often the loop was looked at. */
  readonly looks: number;
}

const patienceMs = 120_000;

/** How long the main process keeps the window waiting over a whole ceremony with durable commits, against the same at rest. */
export async function mainThread(): Promise<readonly Measurement[]> {
  const walk = [`${root}/test/e2e/main-thread-walk.ts`];
  const { stdout } = await promisify(execFile)(process.execPath, walk, { timeout: patienceMs });
  const { rest, ceremony }: Record<'rest' | 'ceremony', Lateness> = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  if (ceremony.looks < 100) throw new Error(`the loop was looked at ${ceremony.looks} times only`);
  const row = (name: string, value: number, limit: number, atRest: number): Measurement => ({
    name,
    value,
    unit: 'ms',
    target: `<= ${limit}`,
    against: `${ceremony.looks} looks at the loop over one ceremony; at rest ${atRest.toFixed(1)} ms`,
    met: value <= limit,
  });
  return [
    row('main-thread blocks, p99', ceremony.p99, 16, rest.p99),
    row('main-thread blocks, longest', ceremony.max, 50, rest.max),
  ];
}
