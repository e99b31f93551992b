import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { closeVault, openVault, type Vault } from '../../electron/vault/database.ts';
import { emulatedState } from '../../native/emulator/state.ts';
import { deskAtWork, newDirectory, setUp } from './desk-at-work.ts';
import { checkVaultAt } from './invariants.ts';
import { laneHouse } from './lane-house.ts';

const child = new URL('./lane-child.ts', import.meta.url).pathname;
const here = laneHouse();
let directory: string;
let tokens: string;

beforeAll(async () => {
  tokens = newDirectory();
  directory = newDirectory();
  const at = await deskAtWork({ directory });
  await setUp(at, await here.house.code());
  await at.ask('sync/send-now');
  await at.desk.close();
});

/** Runs the child with a spare of its own; gives what it printed, and whether it was killed. */
function run(serial: number, point: string): Promise<{ killed: boolean; said: string }> {
  const process_ = spawn(process.execPath, [child, directory, tokens, String(serial), point], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, VITEST: undefined },
  });
  let said = '';
  process_.stdout.on('data', (part) => {
    said += part;
  });
  return new Promise((resolve) => {
    process_.once('close', (_code, signal) => resolve({ killed: signal === 'SIGKILL', said: said.trim() }));
  });
}

async function inVault<T>(look: (vault: Vault) => T): Promise<T> {
  const vault = await openVault(directory, undefined);
  try {
    return look(vault);
  } finally {
    closeVault(vault);
  }
}

/** What lies in the silicon of a token was marked as being written before the first byte, and nothing else is told of it. */
async function checkTokens(): Promise<void> {
  const states = readdirSync(tokens).map((name) =>
    emulatedState.parse(JSON.parse(readFileSync(join(tokens, name), 'utf8'))),
  );
  const written = states.flatMap(({ serial, slots }) => (slots[1] === null ? [] : [String(serial)]));
  const marked = await inVault((vault) =>
    vault.db
      .prepare(`SELECT token FROM issuances WHERE state NOT IN ('prepared', 'void') OR reason = 'superseded'`)
      .pluck()
      .all(),
  );
  for (const serial of written) expect(marked, 'a token holds nothing that nobody knows of').toContain(serial);
}

test('comes back from kill -9 at every step of a spare and of its delivery, and every token ends on the shelf once', async () => {
  const from = 22_000_000;
  const points = JSON.parse((await run(from, 'list')).said) as string[];
  console.log(`${points.length} crash points: ${points.join(', ')}`);
  for (const wanted of [
    'after issuance/prepared',
    'in token/taken',
    'after token/writing',
    'during the write',
    'after the write, before its commit',
    'in token/written',
    'in act/reprogrammed',
    'before a record is sent',
    'after a reply, before its commit',
    'after a receipt is kept',
  ]) {
    expect(points).toContain(`${wanted}#1`);
  }
  expect(points.some((point) => point.includes('spare/shown'))).toBe(true);
  // What is sent and pulled in the background may go another way the next time, and pass a point less often.
  const reached = new Set<string>();
  for (const [place, point] of points.entries()) {
    const { killed, said } = await run(from + place + 1, point);
    expect(said).toBe(killed ? point : 'finished');
    if (killed) reached.add(point);
    await checkVaultAt(directory, killed ? 'killed' : 'closed');
    await checkTokens();
  }
  // Whether there are news to pull is another matter.
  const always = points.filter((point) => point.endsWith('#1') && !point.includes('parts'));
  for (const point of always) expect(reached).toContain(point);
  const last = from + points.length + 1;
  expect(await run(last, '')).toEqual({ killed: false, said: 'finished' });
  await checkVaultAt(directory);
  const { credentials, tokens: shelf } = here.house.server.installation.store;
  for (let number = from; number <= last; number += 1) {
    const serial = String(number);
    expect(await credentials.onToken(serial), `${serial} has one credential`).toHaveLength(1);
    expect(await shelf.find(serial as never)).toMatchObject({ state: 'in stock', office: 'madrid' });
  }
  const told = await inVault((vault) =>
    vault.db.prepare(`SELECT token FROM records WHERE record ->> '$.act.what' = 'reprogrammed'`).pluck().all(),
  );
  expect(new Set(told).size, 'each is told once').toBe(told.length);
}, 900_000);
