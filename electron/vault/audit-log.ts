import { type AuditEntry, auditHash } from '../../domain/audit.ts';
import { type Canonical, canonical } from '../../domain/canonical.ts';
import type { Vault } from './database.ts';

/** What is told of an act; place and link come from the chain. */
export type AuditNote = Omit<AuditEntry, 'position' | 'previous'>;

/** The hash of the newest entry, 64 zeros while there is none. */
function auditHead(vault: Vault): { readonly position: number; readonly hash: string } {
  return (
    vault.db
      .prepare<[], { position: number; hash: string }>(
        'SELECT position, hash FROM audit ORDER BY position DESC LIMIT 1',
      )
      .get() ?? { position: 0, hash: '0'.repeat(64) }
  );
}

/** Appends to the chain, in the transaction of the effect it tells of; gives the new head. */
export function appendAudit(vault: Vault, note: AuditNote): string {
  const head = auditHead(vault);
  const entry: AuditEntry = { ...note, position: head.position + 1, previous: head.hash };
  const hash = auditHash(entry);
  vault.db
    .prepare('INSERT INTO audit (position, entry, hash) VALUES (?, ?, ?)')
    .run(entry.position, canonical(entry as unknown as Canonical), hash);
  return hash;
}

/** The whole chain in order, for whoever checks it. */
export function* auditEntries(vault: Vault): Generator<{ readonly entry: AuditEntry; readonly hash: string }> {
  const rows = vault.db
    .prepare<[], { entry: string; hash: string }>('SELECT entry, hash FROM audit ORDER BY position')
    .iterate();
  for (const row of rows) yield { entry: JSON.parse(row.entry) as AuditEntry, hash: row.hash };
}
