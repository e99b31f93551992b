import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashPin, verifyPin } from '../../server/check/pin.ts';
import type { Measurement } from '../measurement.ts';
import { type Part, startPart } from './server/part.ts';
import { prepareServer } from './server/prepare.ts';

const rounds = 7;
const seconds = 1.5;
const plain = 1024;
const behindPin = 256;
const pin = '4711pin';

interface Answer {
  readonly rate: number;
  readonly count: number;
  readonly median: number;
  readonly p99: number;
}

/**
 * What a check costs the server's processor at 32 clients, with its TLS and its durable commit: without a PIN, and with
 * one (Argon2id). Then 8 clients without a PIN while 8 others keep the server hashing: none of them may wait for a hash.
 */
export async function costOfCheck(): Promise<readonly Measurement[]> {
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const parts: Part[] = [];
  try {
    const data = join(directory, 'server');
    const open = await prepareServer(data, plain);
    const closed = await prepareServer(data, behindPin, undefined, pin);
    const start = async (file: string, words: readonly string[], core?: number) => {
      const part = await startPart(new URL(file, import.meta.url).pathname, words, core);
      parts.push(part);
      return part;
    };
    const server = await start('../../server/main.ts', ['--data', data, '--listen', '127.0.0.1:0']);
    const target = join(directory, 'target.json');
    const credentials = [...open, ...closed];
    writeFileSync(target, JSON.stringify({ ...(server.ready as object), credentials }));
    const load = await start('server/load.ts', [target], 1);
    const other = await start('server/load.ts', [target], 1);
    const withoutPin = { from: 0, to: plain };
    const withPin = { from: plain, to: plain + behindPin };
    await load.ask({ clients: 32, seconds: 2, ...withoutPin });
    const costs: number[] = [];
    const pinCosts: number[] = [];
    const alone: Answer[] = [];
    const beside: Answer[] = [];
    for (let round = 0; round < rounds; round += 1) {
      costs.push(await cpuOf(server, load, { clients: 32, seconds, ...withoutPin }));
      pinCosts.push(await cpuOf(server, other, { clients: 32, seconds, ...withPin }));
      alone.push(await load.askAll<Answer>({ clients: 8, seconds, ...withoutPin }));
      const [answer] = await Promise.all([
        load.askAll<Answer>({ clients: 8, seconds, ...withoutPin }),
        other.askAll<Answer>({ clients: 8, seconds, ...withPin }),
      ]);
      beside.push(answer);
    }
    const hashMs = await msOfHash();
    const cost = median(costs);
    const wait = median(beside.map((answer) => answer.median));
    const waitAlone = median(alone.map((answer) => answer.median));
    return [
      {
        name: 'processor time of the server for a check without a PIN, 32 clients',
        value: cost,
        unit: 'ms',
        target: '<= 0.25',
        against: `${median(pinCosts).toFixed(1)} ms with a PIN, of them ${hashMs.toFixed(1)} ms Argon2id in a thread of its own; medians of ${rounds} rounds`,
        met: cost <= 0.25,
      },
      {
        name: 'wait of a check without a PIN while PINs are hashed all the time, 8 clients, of one hash',
        value: (100 * wait) / hashMs,
        unit: '%',
        target: '<= 100',
        against: `${hashMs.toFixed(1)} ms for one hash (held up by 8 of them it would be 800 %); ${wait.toFixed(2)} ms beside them, ${waitAlone.toFixed(2)} ms when none is made`,
        met: wait <= hashMs,
      },
    ];
  } finally {
    for (const { process } of parts) process.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  }
}

async function cpuOf(server: Part, load: Part, question: object): Promise<number> {
  const before = server.cpuMs();
  const { count } = await load.askAll<Answer>(question);
  return (server.cpuMs() - before) / count;
}

/** What one hash costs the processor, whatever else it is busy with. */
async function msOfHash(): Promise<number> {
  const pinHash = await hashPin(Buffer.from(pin));
  const hashes = 20;
  const before = process.cpuUsage();
  for (let turn = 0; turn < hashes; turn += 1) await verifyPin(pinHash, pin);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / hashes;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
