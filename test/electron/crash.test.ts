import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeVault, openVault, type Vault } from '../../electron/vault/database.ts';
import { type EmulatedState, emulatedState } from '../../native/emulator/state.ts';
import { deskAtWork, newDirectory, setUp } from './desk-at-work.ts';
import { checkVaultAt } from './invariants.ts';
import { type RunningServer, runServer } from './running-server.ts';

const child = new URL('./crash-child.ts', import.meta.url).pathname;
let server: RunningServer;
let directory: string;
let tokens: string;

beforeAll(async () => {
  server = await runServer();
  tokens = newDirectory();
  directory = newDirectory();
  const at = await deskAtWork({ directory });
  await setUp(at, server.code());
  await at.desk.close();
});
afterAll(() => server?.kill());

/** Runs the child, that issues a token of its own; gives what it printed, and whether it was killed. */
function run(token: number, from: 'start' | 'ceremony', point: string, killAfterMs?: number) {
  const args = [child, directory, tokens, String(token), from, point];
  const process_ = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, VITEST: undefined },
  });
  const killer = killAfterMs === undefined ? undefined : setTimeout(() => process_.kill('SIGKILL'), killAfterMs);
  let said = '';
  process_.stdout.on('data', (part) => {
    said += part;
  });
  return new Promise<{ killed: boolean; said: string }>((resolve) => {
    process_.once('close', (_code, signal) => {
      clearTimeout(killer);
      resolve({ killed: signal === 'SIGKILL', said: said.trim() });
    });
  });
}

/** What the silicon of every emulated token holds. */
function memories(): readonly EmulatedState[] {
  return readdirSync(tokens)
    .filter((file) => file.endsWith('.json'))
    .map((file) => emulatedState.parse(JSON.parse(readFileSync(join(tokens, file), 'utf8'))));
}

async function inVault<T>(look: (vault: Vault) => T): Promise<T> {
  const vault = await openVault(directory, undefined);
  try {
    return look(vault);
  } finally {
    closeVault(vault);
  }
}

/** I1, seen from the tokens: what they hold was marked as being written, with its sealed seed, before the first byte. */
async function checkTokens(): Promise<void> {
  const written = memories().flatMap(({ serial, slots }) => (slots[1] === null ? [] : [String(serial)]));
  const marked = await inVault((vault) =>
    vault.db
      .prepare(
        `SELECT token FROM issuances WHERE state NOT IN ('prepared', 'void')
           AND (sealed_seed IS NOT NULL OR id IN (SELECT coalesce(r.record ->> '$.credential.issuance',
             r.record ->> '$.issuance') FROM records r JOIN outbox o ON o.record = r.id WHERE o.state = 'delivered'))
         UNION SELECT token FROM issuances WHERE reason = 'superseded'`,
      )
      .pluck()
      .all(),
  );
  for (const serial of written) expect(marked, 'I1: a token holds nothing that nobody knows of').toContain(serial);
}

test('comes back from kill -9 at every crash point of a ceremony and of its delivery, and loses nothing', async () => {
  const points = JSON.parse((await run(1, 'ceremony', 'list')).said) as string[];
  expect(points.length).toBeGreaterThan(40);
  for (const wanted of [
    'after issuance/prepared',
    'after token/writing',
    'in token/issued',
    'after a receipt is kept',
  ]) {
    expect(points).toContain(`${wanted}#1`);
  }
  // What is sent and pulled in the background may go another way the next time, and pass a point less often.
  const reached = new Set<string>();
  for (const [place, point] of points.entries()) {
    const { killed, said } = await run(place + 2, 'ceremony', point);
    expect(said).toBe(killed ? point : 'finished');
    if (killed) reached.add(point);
    await checkVaultAt(directory, killed ? 'killed' : 'closed');
    await checkTokens();
  }
  // Whether there are news to pull is another matter.
  const always = points.filter((point) => point.endsWith('#1') && !point.includes('parts'));
  for (const point of always) expect(reached).toContain(point);
}, 900_000);

test('comes back from kill -9 at moments nobody chose', async () => {
  const measured = async (token: number, killAfterMs?: number) => {
    const from = performance.now();
    const { killed, said } = await run(token, 'ceremony', '', killAfterMs);
    if (!killed) expect(said).toBe('finished');
    await checkVaultAt(directory, killed ? 'killed' : 'closed');
    return { killed, tookMs: performance.now() - from };
  };
  let { tookMs } = await measured(8000);
  // As many as it takes until five were killed before their end: one that ended first tells how long it takes now.
  for (let round = 1, kills = 0; kills < 5; round += 1) {
    // Anywhere between the start of the process and a little after its end.
    const afterMs = Math.floor(tookMs * (0.2 + Math.random() * 0.9));
    const one = await measured(8000 + round, afterMs);
    if (one.killed) kills += 1;
    else tookMs = one.tookMs;
    console.log(`killed after ${afterMs} ms: ${one.killed}`);
  }
  expect((await measured(8999)).killed).toBe(false);
}, 900_000);

test('recovers however often the recovery itself is killed', async () => {
  const stuck = 9000;
  const point = 'during the write#1';
  expect(await run(stuck, 'ceremony', point)).toEqual({ killed: true, said: point });
  for (let place = 1; place < 9; place += 1) {
    const { killed } = await run(stuck + place, 'start', String(place));
    expect(killed).toBe(true);
    await checkVaultAt(directory, 'killed');
  }
  expect(await run(stuck + 99, 'start', '')).toEqual({ killed: false, said: 'finished' });
  await checkVaultAt(directory);
  const stuckToken = readFileSync(join(tokens, `token-${stuck}-0.json`), 'utf8');
  const { serial } = emulatedState.parse(JSON.parse(stuckToken));
  const kinds = await inVault((vault) =>
    vault.db.prepare('SELECT kind FROM records WHERE token = ? ORDER BY position').pluck().all(String(serial)),
  );
  expect([kinds[0], kinds.at(-1)], 'an unknown write is quarantined before the token is issued').toEqual([
    'quarantined',
    'issued',
  ]);
}, 900_000);
