import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { snapshot } from '../../domain/contract/station.ts';
import { stationManifest } from '../../domain/contract/station-parts.ts';
import { pull } from '../../electron/sync/pull.ts';
import type { ServerClient } from '../../electron/sync/server-client.ts';
import { closeVault, commit, openVault, type Vault } from '../../electron/vault/database.ts';
import { countHeld, countShelves, listShelf } from '../../electron/vault/shelf.ts';
import { applySnapshot } from '../../electron/vault/snapshot.ts';
import { openInstallation } from '../../server/installation.ts';
import {
  manifestFor,
  partsBytes,
  type ReadySnapshot,
  readySnapshot,
  snapshotBytes,
} from '../../server/station/snapshot.ts';
import type { Store } from '../../server/store/store.ts';
import type { Measurement } from '../measurement.ts';
import { fillServer } from './server/fill.ts';

const people = 100_000;
const rounds = 7;
const anywhere = { office: null };

/**
 * What one issuance costs where 100,000 people have 100,000 tokens: how long the server's loop and the desk core's stand
 * still for it, against everything being read, or taken over, in one go by the same process; and what is sent.
 */
export async function toldInParts(): Promise<readonly Measurement[]> {
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  await fillServer(directory, 2 * people, 1);
  shelve(directory);
  const installation = await openInstallation(directory);
  const { store } = installation;
  const vaults = await Promise.all(['parts', 'whole'].map((name) => openVault(join(directory, name), undefined)));
  const [inParts, whole] = vaults as [Vault, Vault];
  try {
    const ready = () => readySnapshot(installation);
    const anew = await longestBlock(ready);
    const first = await longestBlock(() => pull(deskOf(inParts), clientOf(answers(anew.value))));
    const made: number[] = [];
    const taken: number[] = [];
    const read: number[] = [];
    const sent: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = (await ready()).parts;
      await issue(directory, round);
      await wait(200);
      const told = await longestBlock(ready);
      made.push(told.longestMs);
      sent.push(await bytesOf(told.value, before));
      const client = clientOf(answers(told.value));
      taken.push((await longestBlock(() => pull(deskOf(inParts), client))).longestMs);
      read.push(await msOf(() => readEverything(store)));
    }
    const bytes = await snapshotBytes(await ready(), anywhere, new Date(), true);
    const plain = snapshot.parse(
      JSON.parse((await snapshotBytes(await ready(), anywhere, new Date(), false)).toString()),
    );
    const shelves = await longestBlock(async () => {
      await listShelf(inParts, { query: '4711', office: undefined, state: undefined, seen: undefined }, 50, '');
      await countShelves(inParts);
      return countHeld(inParts);
    });
    const readShelves = await msOf(async () => allOf(inParts));
    const takenWhole = await msOf(async () => commit(whole, () => applySnapshot(whole, plain, '', '')));
    const of = `with ${people.toLocaleString('en')} people and tokens`;
    return [
      share(`server's longest standstill for one issuance, ${of}`, median(made), median(read), 6, 'reading everything'),
      share(`the same when it begins, ${of}`, anew.longestMs, median(read), 15, 'reading everything'),
      share(
        `desk's longest standstill for one issuance, ${of}`,
        median(taken),
        takenWhole,
        5,
        'taking over everything',
      ),
      share(`p99 of its standstills at the first pull, ${of}`, first.p99Ms, takenWhole, 5, 'taking over everything'),
      share(
        `p99 of its standstills for a list and counts of the shelves, ${of}`,
        shelves.p99Ms,
        readShelves,
        25,
        'reading them',
      ),
      {
        name: `sent for one issuance, ${of}`,
        value: (100 * median(sent)) / bytes.length,
        unit: '%',
        target: '<= 3',
        against: `everything, compressed: ${Math.round(bytes.length / 1000)} kB (here ${Math.round(median(sent) / 1000)} kB)`,
        met: median(sent) <= 0.03 * bytes.length,
      },
    ];
  } finally {
    for (const vault of vaults) closeVault(vault);
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Every second credential is on a token of its own. */
function shelve(directory: string): void {
  const db = new Database(join(directory, 'keydesk.sqlite'));
  db.exec(`
    DELETE FROM credential_realms WHERE credential_id % 2 = 1;
    DELETE FROM credentials WHERE id % 2 = 1;
    INSERT INTO tokens (serial, model, firmware, transport, state, changed_at)
      SELECT CAST(20000000 + id / 2 AS TEXT), 'YubiKey 5 NFC', '5.4.3', 'usb', 'in stock', '' FROM credentials;
    UPDATE credentials SET token_serial = CAST(20000000 + id / 2 AS TEXT), slot = 1;`);
  db.close();
}

/** As another process would. */
async function issue(directory: string, round: number): Promise<void> {
  const db = new Database(join(directory, 'keydesk.sqlite'), { timeout: 10_000 });
  const serial = String(20_000_500 + 7919 * round);
  db.prepare(`UPDATE credentials SET owner_id = (SELECT max(id) FROM people) - ? WHERE token_serial = ?`).run(
    round,
    serial,
  );
  db.prepare(`UPDATE tokens SET state = 'issued' WHERE serial = ?`).run(serial);
  db.close();
}

async function readEverything({ people, credentials, tokens }: Store): Promise<number> {
  return JSON.stringify([await people.all(), await credentials.living(), await tokens.all()]).length;
}

async function bytesOf(told: ReadySnapshot, before: ReadySnapshot['parts']): Promise<number> {
  const changed = [...told.parts].filter(([name, { hash }]) => before.get(name)?.hash !== hash).map(([name]) => name);
  const manifest = gzipSync(JSON.stringify(manifestFor(told, anywhere, new Date())));
  return manifest.length + (await partsBytes(told, changed, true)).length;
}

/** A server that has its answers ready, so that only the desk is measured. */
function answers(told: ReadySnapshot): (names: readonly string[] | undefined) => Promise<string> {
  return async (names) =>
    names === undefined
      ? JSON.stringify(stationManifest.parse(manifestFor(told, anywhere, new Date())))
      : (await partsBytes(told, names, false)).toString();
}

function clientOf(answer: ReturnType<typeof answers>): ServerClient {
  return {
    async ask({ body }) {
      const text = await answer((body as { names: readonly string[] } | undefined)?.names);
      return { status: 200, etag: '', date: '', body: JSON.parse(text) };
    },
    close: () => {},
  };
}

function deskOf(vault: Vault): Parameters<typeof pull>[0] {
  return { vault, now: () => new Date(), crashPoint: () => {} } as unknown as Parameters<typeof pull>[0];
}

/** How long the loop stood still while something was done: at most, and of the times when anything was done in it. */
async function longestBlock<T>(
  work: () => Promise<T>,
): Promise<{ readonly longestMs: number; readonly p99Ms: number; readonly value: T }> {
  const standsMs: number[] = [];
  let lastMs = performance.now();
  let done = false;
  const look = async () => {
    while (!done) {
      await turn();
      const nowMs = performance.now();
      standsMs.push(nowMs - lastMs);
      lastMs = nowMs;
    }
  };
  const looking = look();
  const value = await work();
  await turn();
  done = true;
  await looking;
  const stands = standsMs.filter((ms) => ms > 1).sort((a, b) => a - b);
  const p99Ms = stands[Math.floor(stands.length * 0.99)] ?? 0;
  return { longestMs: stands.at(-1) ?? 0, p99Ms, value };
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Its shelves and credentials, read once. */
function allOf({ db }: Vault): unknown {
  return ['stock', 'server_tokens'].map((table) => db.prepare(`SELECT * FROM ${table}`).all().length);
}

function share(name: string, ms: number, ofMs: number, most: number, what: string): Measurement {
  const value = (100 * ms) / ofMs;
  const against = `${what} in one go, ${Math.round(ofMs)} ms (here ${ms.toFixed(1)} ms)`;
  return { name, value, unit: '%', target: `<= ${most}`, against, met: value <= most };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
