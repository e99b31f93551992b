import { expect, test } from 'vitest';
import { closeVault, commit, openVault } from '../../electron/vault/database.ts';
import { firstKept, keepCheckpoint, keptCheckpoints, newestKept } from '../../electron/vault/kept-checkpoints.ts';
import { newDirectory } from './desk-at-work.ts';

const minuteMs = 60_000;

test('of a week of checkpoints a desk keeps the newest thousand, and of the older ones one a day', async () => {
  const vault = await openVault(newDirectory(), undefined);
  const began = Date.parse('2026-05-01T00:00:00.000Z');
  const minutes = 7 * 24 * 60;
  commit(vault, () => {
    const insert = vault.db.prepare('INSERT INTO kept_checkpoints (size, note, kept_at, begins) VALUES (?, ?, ?, ?)');
    const at = (minute: number) => new Date(began + minute * minuteMs).toISOString();
    for (let minute = 1; minute < minutes; minute += 1) {
      insert.run(minute * 3, `note ${minute}`, at(minute), minute === 100 ? 1 : 0);
    }
    keepCheckpoint(vault, { size: minutes * 3, note: `note ${minutes}` }, at(minutes));
  });
  const kept = [...keptCheckpoints(vault)];
  expect(kept.filter(({ place }) => place > minutes - 1000)).toHaveLength(1000);
  expect(kept.filter(({ place }) => place <= minutes - 1000).map(({ place }) => place)).toEqual([
    100,
    ...[1, 2, 3, 4, 5, 6].map((day) => day * 1440),
    minutes - 1000,
  ]);
  expect(newestKept(vault)?.size).toBe(minutes * 3);
  expect(firstKept(vault)?.place).toBe(100);
  closeVault(vault);
});
