import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stationManifest } from '../../domain/contract/station-parts.ts';
import { databaseOf } from '../../server/store/location.ts';
import { makeCheckpoint } from '../../server/trail/checkpoint.ts';
import { isOnPostgres } from './data-directory.ts';
import { findPostgres } from './debian-server.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { temporaryDirectory } from './server-process.ts';

let house: House;
const folder = temporaryDirectory();
const backup = join(folder.path, 'backup');
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  await house?.close();
  folder.remove();
});

function program(name: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(join(findPostgres() ?? '', name), args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
}

/** Copies the database to the backup by the database's own means, or puts the backup back under the running server. */
async function copy(direction: 'away' | 'back'): Promise<void> {
  const live = databaseOf(house.directory);
  if (isOnPostgres()) {
    if (direction === 'away') program('pg_dump', '--format=custom', `--file=${backup}`, live);
    else program('pg_restore', '--clean', '--if-exists', '--single-transaction', '--no-owner', '-d', live, backup);
    return;
  }
  const [from, to] = direction === 'away' ? [live, backup] : [backup, live];
  const database = new Database(from);
  await database.backup(to);
  database.close();
}

test('a server whose database was put back under it, and has gone on since, tells stations what is there now', async () => {
  const { store } = house.server.installation;
  const station = await house.enrol();
  const told = async () => stationManifest.parse((await station.request('GET', '/stations/self/parts')).json).parts;
  const revision = async () =>
    (await rawSql<{ number: number }>(store, 'SELECT number FROM content_revision'))[0]?.number;
  const amara = await house.personId('amara.okafor');
  await rawSql(
    store,
    `INSERT INTO tokens (serial, model, firmware, transport, state, changed_at, office)
    VALUES ('81', 'YubiKey 5', '5.4.3', 'usb', 'in stock', '', 'bern')`,
  );
  const before = await told();
  await makeCheckpoint(house.server.installation);
  await copy('away');
  await rawSql(store, `UPDATE people SET surname = 'Undone' WHERE id = ${amara}`);
  expect((await told())['people/0']).not.toBe(before['people/0']);
  await house.client.form('/validate/check', { user: 'amara.okafor', pass: '000000' });
  const past = (await revision()) ?? 0;

  await copy('back');
  const change = `UPDATE tokens SET state = 'in stock' WHERE serial = '81'`;
  while (((await revision()) ?? 0) <= past) await rawSql(store, change);
  expect((await told())['people/0']).toBe(before['people/0']);
  // Its audit goes on from what was put back.
  const { position } = await store.audit.head();
  await house.client.form('/validate/check', { user: 'amara.okafor', pass: '000000' });
  await makeCheckpoint(house.server.installation);
  expect((await store.checkpoints.newest())?.size).toBe(position + 1);
});
