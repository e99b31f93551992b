import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { tidyUp } from '../../server/act/tidy-up.ts';
import { exportBundle } from '../../server/commands/export.ts';
import { makeCheckpoint } from '../../server/trail/checkpoint.ts';
import { offerCheckpoint } from '../../server/trail/offer-checkpoint.ts';
import { type House, openHouse } from './house.ts';
import { temporaryDirectory } from './server-process.ts';

// Eighty checkpoints, each durable before the next.
vi.setConfig({ testTimeout: 180_000 });
let house: House;
let nowIs = new Date('2026-05-01T08:00:00.000Z');
beforeAll(async () => {
  house = await openHouse(() => nowIs);
});
afterAll(() => house.close());

const hourMs = 3_600_000;
const store = () => house.server.installation.store;
const head = async () => (await store().audit.head()).position;

async function act(): Promise<void> {
  const entry = { at: nowIs.toISOString(), actor: 'root', action: 'test/act', subject: '', detail: {} };
  await store().commits.run(async ({ audit }) => audit.append(entry));
  await makeCheckpoint(house.server.installation);
}

async function sizes(): Promise<{ readonly size: number; readonly day: string }[]> {
  const found: { size: number; day: string }[] = [];
  for await (const { size, madeAt } of store().checkpoints.each()) found.push({ size, day: madeAt.slice(0, 10) });
  return found;
}

test('of checkpoints older than a week the last of each day stays, and the newest that a station countersigned', async () => {
  const [station, other] = [await house.enrol('Desk 1'), await house.enrol('Desk 2')];
  const countersigned: number[] = [];
  for (let hour = 0; hour < 20 * 24; hour += 6) {
    nowIs = new Date(Date.parse('2026-05-01T08:00:00.000Z') + hour * hourMs);
    await act();
    const size = await head();
    if (hour > 72) continue;
    // The first station was there for three days, the second on the first day only.
    for (const by of hour === 6 ? [station, other] : [station]) {
      await store().commits.run((tx) =>
        tx.countersignatures.add({ size, station: by.id, line: `— ${by.id} x\n` }, nowIs.toISOString()),
      );
    }
    countersigned.push(size);
  }
  const before = await sizes();
  const lastOfDay = new Map(before.map(({ day, size }) => [day, size]));
  await tidyUp(house.server.installation);
  const weekAgo = new Date(nowIs.getTime() - 7 * 24 * hourMs).toISOString().slice(0, 10);
  const stays = before.filter(
    ({ size, day }) =>
      day >= weekAgo || lastOfDay.get(day) === size || size === countersigned.at(-1) || size === countersigned[1],
  );
  const left = await sizes();
  expect(left.filter(({ day }) => day !== weekAgo)).toEqual(stays.filter(({ day }) => day !== weekAgo));
  expect(left.length).toBeLessThan(before.length / 1.5);
  expect(await store().countersignatures.under(countersigned.at(-1) ?? 0)).toHaveLength(1);
  expect(await store().countersignatures.under(countersigned[1] ?? 0)).toHaveLength(2);
  expect(await store().countersignatures.under(countersigned[3] ?? 0)).toHaveLength(0);

  // A desk that keeps one of those that went is still shown that the log goes on from it.
  const { note, proof } = await offerCheckpoint(house.server.installation, countersigned[3] ?? 0);
  expect(note).not.toBeNull();
  expect(proof.length).toBeGreaterThan(0);
  await tidyUp(house.server.installation);
  expect(await sizes()).toEqual(left);
  const folder = temporaryDirectory();
  await exportBundle(house.server.installation, `${folder.path}/log.jsonl`);
  folder.remove();
});
