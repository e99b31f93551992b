import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse } from '../server/house.ts';
import { bytes, deskAtWork, newDirectory, until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { houseDesk } from './house-desk.ts';
import { checkVaultAt } from './invariants.ts';

const disk = newDirectory();
const mounted = mount();
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  await house?.close();
  if (mounted) execFileSync('/bin/umount', ['-l', disk]);
});

/** A small disk of its own, where this machine lets us make one. */
function mount(): boolean {
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    console.log('disk-full tests are skipped: only root may mount a small disk here');
    return false;
  }
}

let files = 0;
/** Leaves so many bytes free; gives the function that makes room again. */
function fillUp(directory: string, leaveBytes: number): () => void {
  files += 1;
  const file = join(directory, `somebody-elses-${files}.file`);
  const { bavail, bsize } = statfsSync(directory);
  writeFileSync(file, new Uint8Array(Math.max(0, bavail * bsize - leaveBytes)));
  return () => rmSync(file, { force: true });
}

test.skipIf(!mounted)(
  'a full disk stops a ceremony before anything goes to the token, and room lets it go on',
  async () => {
    const directory = join(disk, 'one');
    const at = await houseDesk(house, { directory });
    await walk(at, 'program');
    const makeRoom = fillUp(disk, 0);
    rmSync(join(directory, 'vault.reserve'));
    const makeRoomToo = fillUp(disk, 0);
    at.token.switchFaults({});
    expect(await failureOf(at.ask('ceremony/write', {}))).toMatchObject({ code: 'vault/full' });
    expect(at.token.reports.writes).toBe(0);
    expect(at.token.state().slots[1]).toBeNull();
    expect(await at.ceremony()).toMatchObject({ step: 'program', writing: { phase: 'idle' } });
    makeRoom();
    makeRoomToo();
    expect(await walk(at, 'done')).toMatchObject({ outcome: { kind: 'issued' } });
    await at.desk.close();
    await checkVaultAt(directory);
    rmSync(directory, { recursive: true });
  },
);

test.skipIf(!mounted)(
  'a disk that fills up once the token is written does not keep the issue from being written down',
  async () => {
    for (let leaveBytes = 0; leaveBytes <= 96 * 1024; leaveBytes += 16 * 1024) {
      const directory = join(disk, `left-${leaveBytes}`);
      const at = await houseDesk(house, { directory });
      await walk(at, 'prove');
      const makeRoom = fillUp(disk, leaveBytes);
      const done = await walk(at, 'done');
      expect(done.outcome?.kind).toBe('issued');
      if (leaveBytes === 0) expect(existsSync(join(directory, 'vault.reserve'))).toBe(false);
      await until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));
      await at.desk.close();
      makeRoom();
      await checkVaultAt(directory);
      rmSync(directory, { recursive: true });
    }
  },
);

test.skipIf(!mounted)(
  'a disk that is full at the start is named, and room lets the open ceremony come back',
  async () => {
    const directory = join(disk, 'three');
    const at = await houseDesk(house, { directory });
    await walk(at, 'prove');
    await at.desk.close();
    rmSync(join(directory, 'vault.reserve'));
    const makeRoom = fillUp(disk, 0);
    const full = await deskAtWork({ directory });
    expect(await full.ask('app/state')).toMatchObject({ phase: 'failed', failure: { code: 'vault/full' } });
    makeRoom();
    await full.ask('vault/unlock', { passphrase: bytes('') });
    expect((await full.ask('app/state')).phase).toBe('ready');
    expect(await full.ceremony()).toMatchObject({ step: 'prove', confirmAgain: true });
    await full.desk.close();
    await checkVaultAt(directory);
    rmSync(directory, { recursive: true });
  },
);
