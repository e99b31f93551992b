import { expect, test } from 'vitest';
import { type AuditEntry, auditHash } from '../../domain/audit.ts';
import { type Canonical, canonical } from '../../domain/canonical.ts';
import { closeVault, openVault } from '../../electron/vault/database.ts';
import { bytes, deskAtWork, newDirectory, setUp, until } from './desk-at-work.ts';

/** Lengthens a vault's audit to so many entries, each as long as those of a ceremony. */
async function lengthen(directory: string, entries: number): Promise<void> {
  const vault = await openVault(directory, undefined);
  const insert = vault.db.prepare('INSERT INTO audit (position, entry, hash) VALUES (?, ?, ?)');
  vault.db.transaction(() => {
    const head = vault.db.prepare<[], { position: number; hash: string }>(
      'SELECT position, hash FROM audit ORDER BY position DESC LIMIT 1',
    );
    let { position, hash: previous } = head.get() ?? { position: 0, hash: '0'.repeat(64) };
    while (position < entries) {
      position += 1;
      const entry: AuditEntry = {
        position,
        at: '2026-01-01T00:00:00.000Z',
        actor: 'anna',
        action: 'issuance/prepared',
        subject: 'd'.repeat(32),
        detail: { ceremony: 'c'.repeat(32), token: '12345678', slot: 1, practice: false },
        previous,
      };
      previous = auditHash(entry);
      insert.run(position, canonical(entry as unknown as Canonical), previous);
    }
  })();
  closeVault(vault);
}

test('20,000 entries of the audit are checked while the vault opens, and what is older in slices afterwards', async () => {
  const directory = newDirectory();
  const slices = async (entries: number) => {
    await lengthen(directory, entries);
    const vault = await openVault(directory, undefined);
    const left = [...vault.unchecked].length;
    closeVault(vault);
    return left;
  };
  expect(await slices(20_000)).toBe(0);
  expect(await slices(30_000)).toBe(5);
});

test('what is older and does not hold is found while the desk is at work, and ends the work', async () => {
  const directory = newDirectory();
  const at = await deskAtWork({ directory });
  await setUp(at);
  await at.desk.close();
  await lengthen(directory, 30_000);
  const vault = await openVault(directory, undefined);
  vault.db.exec('DROP TRIGGER audit_stays');
  vault.db.exec(`UPDATE audit SET entry = replace(entry, 'anna', 'emma') WHERE position = 77`);
  closeVault(vault);
  const broken = await deskAtWork({ directory });
  expect((await broken.ask('app/state')).phase).toBe('enrol');
  const { failure } = await until(async () => {
    const state = await broken.ask('app/state');
    return state.phase === 'failed' ? state : undefined;
  });
  expect(failure).toMatchObject({ code: 'vault/corrupt', context: { found: 'audit', at: 77 } });
  await expect(broken.ask('ceremony/begin')).rejects.toThrow('vault/locked');
  // Nothing was delivered to anybody yet, so the new vault begins with no records.
  await broken.ask('vault/salvage');
  expect((await broken.ask('app/state')).phase).toBe('enrol');
  await broken.ask('vault/unlock', { passphrase: bytes('') });
  await broken.desk.close();
});
