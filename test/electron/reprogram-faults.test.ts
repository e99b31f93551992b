import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { newDirectory, until } from './desk-at-work.ts';
import { checkVaultAt } from './invariants.ts';
import {
  begin,
  boxOf,
  insert,
  lane,
  laneDesk,
  pull,
  serialOf,
  shown,
  spareAt,
  through,
  touched,
  typeCode,
} from './lane.ts';
import { laneHouse } from './lane-house.ts';

const disk = newDirectory();
const mounted = mount();
const here = laneHouse();
afterAll(() => {
  if (mounted) execFileSync('/bin/umount', ['-l', disk]);
});

/** A small disk of its own, where this machine lets us make one. */
function mount(): boolean {
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    console.log('the disk-full test is skipped: only root may mount a small disk here');
    return false;
  }
}

test('pulled out at every report of a write, a token says truthfully what is known, and is written when it comes back', async () => {
  const count = 26;
  const box = boxOf(count, {}, 21_000_001);
  const at = await laneDesk(here.house, box);
  await begin(at, { expected: count });
  const ended = { failed: 0, quarantined: 0, written: 0 };
  for (const [place, token] of box.entries()) {
    // The first report after identification is the first of the write; each token loses its power one later.
    await at.ask('reprogram/rest');
    await insert(at, token);
    await until(async () =>
      (await at.ask('tokens/attached')).tokens.some((one) => one.token.serial === serialOf(token)) ? true : undefined,
    );
    token.switchFaults({ unplugAtReport: place + 1, unplugAfterTaking: place % 2 === 0 });
    await at.ask('reprogram/run');
    const spare = await spareAt(at, token, 'failed', 'quarantined', 'written');
    ended[spare.stage as keyof typeof ended] += 1;
    const holdsSomething = token.state().slots[1] !== null;
    if (spare.stage === 'failed') expect(holdsSomething, `report ${place + 1}`).toBe(false);
    if (spare.stage === 'written') expect(holdsSomething).toBe(true);
    token.switchFaults({});
    if (token.powered) await pull(at, token);
    expect(await through(at, token)).toMatchObject({ place: place + 1 });
  }
  expect(ended.failed).toBeGreaterThan(5);
  expect(ended.quarantined).toBeGreaterThan(0);
  for (const token of box) {
    await shown(at, token);
    expect(await here.living(serialOf(token)), 'one credential lives on the token').toHaveLength(1);
  }
  console.log(ended);
  await at.ask('reprogram/finish');
  await at.desk.close();
  await checkVaultAt(at.directory);
});

test('pulled out before its touch, a written token waits for it, and proves itself when it is back', async () => {
  const [token] = boxOf(1, {}, 21_100_001);
  if (token === undefined) throw new Error('a token');
  const at = await laneDesk(here.house, [token]);
  await begin(at);
  await insert(at, token);
  await spareAt(at, token, 'written');
  await pull(at, token);
  expect((await typeCode(at, '123456')).notice?.code).toBe('reprogram/no-token-of-it');
  const sequence = token.state();
  await insert(at, token);
  await until(async () => ((await lane(at)).spares[0]?.isHere ? true : undefined));
  expect(token.state(), 'it is not written a second time').toEqual(sequence);
  await typeCode(at, await touched(at, token));
  await spareAt(at, token, 'done');
  await at.desk.close();
  await checkVaultAt(at.directory);
});

test('a token that drops its write is found out by its codes, quarantined, and written again', async () => {
  const [token] = boxOf(1, {}, 21_200_001);
  if (token === undefined) throw new Error('a token');
  const at = await laneDesk(here.house, [token]);
  await begin(at);
  await through(at, token);
  await at.ask('reprogram/finish');
  await begin(at);
  token.switchFaults({ dropWrites: true });
  await insert(at, token);
  const claimed = await spareAt(at, token, 'written', 'quarantined');
  if (claimed.stage === 'written') {
    for (let touches = 0; touches < 4; touches += 1) await typeCode(at, await touched(at, token));
  }
  expect(await spareAt(at, token, 'quarantined')).toMatchObject({ problem: { code: 'token/write-unknown' } });
  expect((await at.ask('tokens/attached')).tokens[0]?.standing).toEqual({ kind: 'quarantined', slots: [1] });
  token.switchFaults({});
  await pull(at, token);
  await through(at, token);
  expect((await at.ask('tokens/attached')).tokens).toEqual([]);
  await at.desk.close();
  await checkVaultAt(at.directory);
});

test('what was written and never touched is quarantined when the lane is finished', async () => {
  const [token] = boxOf(1, {}, 21_300_001);
  if (token === undefined) throw new Error('a token');
  const at = await laneDesk(here.house, [token]);
  await begin(at);
  await insert(at, token);
  await spareAt(at, token, 'written');
  const finished = await at.ask('reprogram/finish');
  expect(finished.spares[0]).toMatchObject({ stage: 'quarantined' });
  expect(finished.finishedAt).not.toBeNull();
  await at.desk.close();
  await checkVaultAt(at.directory);
});

test('with the server down a box goes through, and is delivered exactly once when it is back', async () => {
  const box = boxOf(3, {}, 21_400_001);
  const at = await laneDesk({ ...here.house, code: here.proxy.code }, box);
  await begin(at, { expected: 3 });
  here.proxy.fault = 'page of HTML';
  for (const token of box) {
    await through(at, token);
    const spare = await spareAt(at, token, 'done');
    expect(spare, 'shown at delivery').toMatchObject({ delivery: 'waiting', proof: null });
    expect(await here.living(serialOf(token))).toEqual([]);
    // Here it is in stock at once: it can be issued while the server is away.
    await insert(at, token);
    await until(async () => ((await at.ask('tokens/attached')).tokens.length === 1 ? true : undefined));
    expect((await at.ask('tokens/attached')).tokens[0]?.standing).toEqual({ kind: 'ready' });
    await pull(at, token);
  }
  here.proxy.fault = 'lose the reply';
  await at.ask('sync/send-now');
  here.proxy.fault = 'pass';
  await at.ask('sync/send-now');
  for (const token of box) {
    expect(await shown(at, token)).toMatchObject({ delivery: 'delivered', proof: { fresh: 'alive', typed: true } });
    expect(await here.living(serialOf(token)), 'exactly once').toHaveLength(1);
  }
  await at.desk.close();
  await checkVaultAt(at.directory);
});

let files = 0;
function fillUp(directory: string): () => void {
  files += 1;
  const file = join(directory, `somebody-elses-${files}.file`);
  const { bavail, bsize } = statfsSync(directory);
  writeFileSync(file, new Uint8Array(bavail * bsize));
  return () => rmSync(file, { force: true });
}

test.skipIf(!mounted)(
  'a full disk rests the lane before anything goes to a token; one that is written is recorded',
  async () => {
    const box = boxOf(2, {}, 21_500_001);
    const [one, other] = box;
    if (one === undefined || other === undefined) throw new Error('two tokens');
    const directory = join(disk, 'lane');
    const at = await laneDesk(here.house, box, { directory });
    await begin(at);
    await insert(at, one);
    await spareAt(at, one, 'written');
    const makeRoom = fillUp(disk);
    await typeCode(at, await touched(at, one));
    await spareAt(at, one, 'done');
    rmSync(join(directory, 'vault.reserve'), { force: true });
    const makeRoomToo = fillUp(disk);
    other.switchFaults({});
    await insert(at, other);
    await until(async () => ((await lane(at)).problem?.code === 'vault/full' ? true : undefined));
    expect(await lane(at)).toMatchObject({ running: false });
    expect(other.state().slots[1]).toBeNull();
    makeRoom();
    makeRoomToo();
    await at.ask('reprogram/run');
    await spareAt(at, other, 'written');
    await typeCode(at, await touched(at, other));
    await spareAt(at, other, 'done');
    await until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));
    await at.desk.close();
    await checkVaultAt(directory);
  },
);
