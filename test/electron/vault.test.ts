import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { appendAudit } from '../../electron/vault/audit-log.ts';
import { closeVault, commit, openVault, vaultFile } from '../../electron/vault/database.ts';
import { migrate, migrations } from '../../electron/vault/migrate.ts';
import { open, seal } from '../../electron/vault/sealing.ts';
import { unwrap, wrappingOf } from '../../electron/vault/vault-key.ts';
import { bytes, deskAtWork, keystore, newDirectory, setUp, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';

const note = { at: '2026-01-01T00:00:00.000Z', actor: 'anna', action: 'test/done', subject: '1', detail: {} };

test('a commit is durable: the log is written through at FULL, read back after every opening', async () => {
  const directory = newDirectory();
  for (let opening = 0; opening < 2; opening += 1) {
    const vault = await openVault(directory, undefined);
    commit(vault, () => appendAudit(vault, note));
    const pragma = (name: string) => vault.db.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    for (const on of ['fullfsync', 'checkpoint_fullfsync', 'foreign_keys', 'secure_delete']) expect(pragma(on)).toBe(1);
    closeVault(vault);
  }
});

test('the vault’s files are for this user alone', async () => {
  const directory = newDirectory();
  const vault = await openVault(directory, undefined);
  commit(vault, () => appendAudit(vault, note));
  expect(readdirSync(directory).sort()).toEqual(['vault.reserve', 'vault.sqlite', 'vault.sqlite-wal']);
  for (const file of readdirSync(directory)) expect(statSync(join(directory, file)).mode & 0o077).toBe(0);
  closeVault(vault);
});

test('audit and records cannot be changed or removed, not even by SQL', async () => {
  const vault = await openVault(newDirectory(), undefined);
  appendAudit(vault, note);
  vault.db.exec(`INSERT INTO records (id, ceremony, kind, practice, sequence, record, hash, signature, holder_name,
    token, controller, recorded_at) VALUES ('a', '', '', 1, 0, '{}', '', '', '', '', '', '')`);
  for (const table of ['audit', 'records']) {
    expect(() => vault.db.exec(`UPDATE ${table} SET hash = 'x'`)).toThrow(/append-only/);
    expect(() => vault.db.exec(`DELETE FROM ${table}`)).toThrow(/append-only/);
  }
  closeVault(vault);
});

test('a vault of the version before is brought up to date with its rows', () => {
  const db = new Database(':memory:');
  migrate(db, migrations.slice(0, -1));
  db.exec(`INSERT INTO meta VALUES ('settings', '"kept"')`);
  db.exec(`INSERT INTO audit VALUES (1, '{}', 'h')`);
  db.exec(`INSERT INTO tokens (serial, model, firmware, transport, practice, state, updated_at)
    VALUES ('1', 'm', 'f', 'usb', 0, 'issued', '')`);
  db.exec(`INSERT INTO records (id, ceremony, kind, practice, sequence, record, hash, signature, holder_name, token,
    controller, recorded_at) VALUES ('r', '', '', 0, 1, '{}', '', '', '', '', '', '')`);
  db.exec(`INSERT INTO outbox (record, state, failure, enqueued_at) VALUES ('r', 'refused', '{}', 'then')`);
  migrate(db);
  expect(db.prepare('SELECT record, state, failure, enqueued_at FROM outbox').raw().all()).toEqual([
    ['r', 'refused', '{}', 'then'],
  ]);
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.at(-1)?.number);
  expect(db.prepare('SELECT value FROM meta').pluck().all()).toEqual(['"kept"']);
  expect(db.prepare('SELECT state FROM tokens').pluck().all()).toEqual(['issued']);
  expect(db.prepare('SELECT count(*) FROM holders').pluck().get()).toBe(0);
});

test('a vault of a newer Keydesk is refused and left as it is', async () => {
  const directory = newDirectory();
  closeVault(await openVault(directory, undefined));
  const db = new Database(vaultFile(directory));
  db.pragma('user_version = 9990');
  db.close();
  const before = readFileSync(vaultFile(directory));
  const at = await deskAtWork({ directory });
  expect(await at.ask('app/state')).toMatchObject({ phase: 'failed', failure: { code: 'vault/newer' } });
  await at.desk.close();
  expect(readFileSync(vaultFile(directory)).equals(before)).toBe(true);
});

test('a vault with a damaged page, without a head, or cut to nothing is refused and kept', async () => {
  const directory = newDirectory();
  const at = await deskAtWork({ directory });
  await setUp(at);
  await walk(at, 'checks');
  await at.desk.close();
  const whole = readFileSync(vaultFile(directory));
  const damaged: readonly [string, () => void][] = [
    ['page', () => writeFileSync(vaultFile(directory), Buffer.from(whole).fill(0xa5, 4096, whole.length - 100))],
    ['head', () => writeFileSync(vaultFile(directory), Buffer.concat([randomBytes(4096), whole.subarray(4096)]))],
    ['nothing', () => truncateSync(vaultFile(directory), 0)],
  ];
  for (const [, damage] of damaged) {
    damage();
    const before = readFileSync(vaultFile(directory));
    const opened = await deskAtWork({ directory });
    expect(await opened.ask('app/state')).toMatchObject({ phase: 'failed', failure: { code: 'vault/corrupt' } });
    expect(await failureOf(opened.ask('ceremony/begin'))).toMatchObject({ code: 'vault/locked' });
    await opened.desk.close();
    expect(readFileSync(vaultFile(directory)).equals(before)).toBe(true);
  }
  writeFileSync(vaultFile(directory), whole);
  const back = await deskAtWork({ directory });
  expect((await back.ask('desk/home')).open?.step).toBe('checks');
  await back.desk.close();
});

test('a second Keydesk is told that the vault is in use, and gets it when the first one ends', async () => {
  const directory = newDirectory();
  const first = await deskAtWork({ directory });
  await setUp(first);
  const main = new URL('../../electron/vault/database.ts', import.meta.url).pathname;
  const script = `import('${main}').then(({ openVault }) => openVault(${JSON.stringify(directory)}, undefined))
    .then(() => console.log('opened'), (error) => console.log(error.code))`;
  const other = () =>
    new Promise<string>((resolve) => {
      const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      child.stdout.on('data', (part) => {
        said += part;
      });
      child.once('close', () => resolve(said.trim()));
    });
  expect(await other()).toBe('vault/in-use');
  const here = await deskAtWork({ directory });
  expect(await here.ask('app/state')).toMatchObject({ phase: 'failed', failure: { code: 'vault/in-use' } });
  await first.ask('ceremony/begin');
  await first.desk.close();
  expect(await other()).toBe('opened');
  await here.ask('vault/unlock', { passphrase: bytes('') });
  expect((await here.ask('app/state')).phase).toBe('enrol');
  await here.desk.close();
});

test('without a keystore the passphrase opens the vault, a wrong one does not, and a weak one is not taken', async () => {
  const directory = newDirectory();
  const at = await deskAtWork({ directory, keystore: undefined });
  expect(await at.ask('app/state')).toMatchObject({ phase: 'new', keystore: 'passphrase' });
  expect(await failureOf(at.ask('people/search', { query: '', limit: 1 }))).toMatchObject({ code: 'vault/locked' });
  expect(await failureOf(at.ask('vault/create', { passphrase: bytes('too short') }))).toMatchObject({
    code: 'vault/passphrase-weak',
  });
  const passphrase = bytes('correct horse battery');
  await at.ask('vault/create', { passphrase });
  expect(passphrase.every((byte) => byte === 0)).toBe(true);
  await at.ask('vault/lock');
  expect((await at.ask('app/state')).phase).toBe('locked');
  expect(await failureOf(at.ask('desk/home'))).toMatchObject({ code: 'vault/locked' });
  await at.desk.close();

  const again = await deskAtWork({ directory, keystore: undefined });
  expect((await again.ask('app/state')).phase).toBe('locked');
  expect(await failureOf(again.ask('vault/unlock', { passphrase: bytes('wrong horse battery') }))).toMatchObject({
    code: 'vault/passphrase',
  });
  await again.ask('vault/unlock', { passphrase: bytes('correct horse battery') });
  expect((await again.ask('app/state')).phase).toBe('enrol');
  await again.desk.close();
});

test('a guess of the passphrase costs what is kept beside it, and no less than RFC 9106 wants', async () => {
  const directory = newDirectory();
  const at = await deskAtWork({ directory, keystore: undefined });
  const passphrase = () => bytes('correct horse battery');
  await at.ask('vault/create', { passphrase: passphrase() });
  await at.desk.close();
  const vault = await openVault(directory, undefined);
  const kept = wrappingOf(vault);
  if (kept?.by !== 'passphrase') throw new Error('it is kept under the passphrase');
  expect(kept.memoryKiB).toBeGreaterThanOrEqual(65_536);
  expect(kept.passes).toBeGreaterThanOrEqual(3);
  const open = (wrapping: typeof kept) => unwrap(wrapping, undefined, passphrase());
  expect(await open(kept)).toHaveLength(32);
  for (const cheaper of [{ passes: kept.passes - 1 }, { memoryKiB: kept.memoryKiB / 2 }]) {
    expect(await failureOf(open({ ...kept, ...cheaper }))).toMatchObject({ code: 'vault/passphrase' });
  }
  closeVault(vault);
});

test('making, unlocking and locking come one after the other, however fast they are asked for', async () => {
  const at = await deskAtWork();
  const create = () => at.ask('vault/create', { passphrase: bytes('') });
  const made = await Promise.allSettled([create(), create()]);
  expect(made.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(made[1]).toMatchObject({ reason: { code: 'vault/locked' } });
  const unlock = () => at.ask('vault/unlock', { passphrase: bytes('') });
  await Promise.all([at.ask('vault/lock'), unlock(), at.ask('vault/lock'), unlock(), unlock()]);
  expect((await at.ask('app/state')).phase).toBe('enrol');
  await at.ask('ceremony/begin');
  await at.desk.close();
});

test('a vault kept by the operating system does not open where its keystore does not answer', async () => {
  const directory = newDirectory();
  const at = await deskAtWork({ directory });
  await setUp(at);
  await at.desk.close();
  const refusing = { ...keystore, unwrap: () => Promise.reject(new Error('the keyring is locked')) };
  const opened = await deskAtWork({ directory, keystore: refusing });
  expect(await opened.ask('app/state')).toMatchObject({ phase: 'failed', failure: { code: 'vault/keystore' } });
  await opened.desk.close();
  const back = await deskAtWork({ directory });
  expect((await back.ask('app/state')).phase).toBe('enrol');
  await back.desk.close();
});

test('sealed bytes open with their key and context only', () => {
  const key = randomBytes(32);
  const sealed = seal(key, bytes('seed'), 'place');
  expect(Buffer.from(open(key, sealed, 'place')).toString()).toBe('seed');
  expect(() => open(key, sealed, 'elsewhere')).toThrow('vault/keystore');
  expect(() => open(randomBytes(32), sealed, 'place')).toThrow('vault/keystore');
  sealed[14] = (sealed[14] ?? 0) ^ 1;
  expect(() => open(key, sealed, 'place')).toThrow('vault/keystore');
});

test('settings outlive the app, and a broken file of them is as none', async () => {
  const directory = newDirectory();
  const at = await deskAtWork({ directory });
  await at.ask('app/set-settings', { theme: 'dark', language: 'de' });
  await at.desk.close();
  const again = await deskAtWork({ directory });
  expect((await again.ask('app/state')).settings).toMatchObject({ theme: 'dark', language: 'de' });
  await again.desk.close();
  copyFileSync(vaultExample, `${directory}/settings.json`);
  const third = await deskAtWork({ directory });
  expect((await third.ask('app/state')).settings).toMatchObject({ theme: 'system', language: 'en' });
  await third.desk.close();
});
const vaultExample = new URL(import.meta.url).pathname;
