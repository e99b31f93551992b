import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { contentRevision } from '../../server/store/content-revision.ts';
import type { Store } from '../../server/store/store.ts';
import { isOnPostgres } from './data-directory.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  const ownerId = await house.personId('amara.okafor');
  for (const serial of ['X', 'Y', 'Z']) await house.give(serial, { ownerId });
  for (const serial of ['Y', 'Z']) await house.server.installation.store.changes.set(await id(serial), once);
});
afterAll(() => house.close());

const once = { maxSuccesses: 1 };
const at = new Date();
const store = () => house.server.installation.store;
const id = async (serial: string) => (await store().credentials.bySerial(serial))?.id ?? -1;

/** A right code, as a check counts it. */
async function use(transaction: Store, serial: string): Promise<boolean> {
  const credential = await transaction.credentials.bySerial(serial);
  if (credential === undefined) return false;
  const uses = { tries: 1, successes: 1 } as const;
  return transaction.credentials.accept(credential, credential.counter + 1, 0, at.toISOString(), uses);
}

/** Until some transaction waits for another one's row. */
async function untilSomebodyWaits(): Promise<void> {
  await vi.waitUntil(
    async () =>
      (
        await sql`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(
          store().db,
        )
      ).rows.length > 0,
    { timeout: 20_000 },
  );
}

// SQLite has one transaction after the other.
test.runIf(isOnPostgres())('no check that uses a token up and no change of its neighbour stops the other', async () => {
  const attempts: string[] = [];
  let change: Promise<number> | undefined;
  const checks = store().commits.run(async (transaction) => {
    attempts.push('check');
    expect(await use(transaction, 'X')).toBe(true);
    const x = await id('X');
    change ??= store().commits.alone((other) => {
      attempts.push('change');
      return other.changes.setActive(x, false, 'administrator');
    });
    if (attempts.length < 3) await untilSomebodyWaits();
    return use(transaction, 'Y');
  });
  expect(await checks).toBe(true);
  expect(await change).toBe(1);
  expect(attempts).toEqual(['check', 'change']);
});

test.runIf(isOnPostgres())('a check that uses a token up waits for nobody who changes something else', async () => {
  let isUsed: boolean | undefined;
  await store().commits.alone(async (transaction) => {
    await transaction.settings.set('contact', 'Room 12');
    void store()
      .commits.run((check) => use(check, 'Z'))
      .then((used) => {
        isUsed = used;
      });
    await vi.waitUntil(() => isUsed !== undefined, { timeout: 20_000 });
  });
  expect(isUsed).toBe(true);
});

test('whoever reads while a token is used up sees it once that is committed', async () => {
  const revision = contentRevision(store().db);
  const part = async () => (await store().toldRows.standings()).find(({ list }) => list === 'people')?.revision;
  await house.give('W', { ownerId: await house.personId('amara.okafor') });
  await store().changes.set(await id('W'), once);
  const before = [await revision(at), await part()];
  const during = await store().commits.run(async (transaction) => {
    await use(transaction, 'W');
    return isOnPostgres() ? [await revision(at), await part()] : before;
  });
  const after = [await revision(at), await part()];
  expect(during).toEqual(before);
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  expect([await revision(at), await part()]).toEqual(after);
});
