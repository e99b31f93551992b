import { KeydeskError } from '../../domain/failure.ts';
import type { IssuanceRecord } from '../../domain/record.ts';
import { recordText, textHash } from '../../domain/record-text.ts';
import type { Vault } from './database.ts';
import { appendToJournal, type Journaled, newestInJournal } from './records-journal.ts';

/** Writes the records that the journal does not have yet behind its newest; before an act that made one answers. */
export function keepJournal(vault: Vault): void {
  const missing = vault.db
    .prepare<[number], { record: string; signature: string; holder_name: string }>(
      'SELECT record, signature, holder_name FROM records WHERE practice = 0 AND sequence > ? ORDER BY sequence',
    )
    .all(vault.journaled)
    .map(
      (row): Journaled => ({
        record: JSON.parse(row.record) as IssuanceRecord,
        signature: row.signature,
        holderName: row.holder_name,
      }),
    );
  const newest = missing.at(-1);
  if (newest === undefined) return;
  appendToJournal(vault.directory, missing);
  vault.journaled = newest.record.sequence;
}

/**
 * Holds the journal's newest record against the vault's. A vault that does not have it lost what it had committed (its
 * log was deleted, an old copy was put back): vault/corrupt.
 */
export function checkJournal(vault: Vault): void {
  const newest = newestInJournal(vault.directory);
  vault.journaled = newest?.record.sequence ?? 0;
  if (newest === undefined) return;
  const kept = vault.db
    .prepare<[number], { hash: string }>('SELECT hash FROM records WHERE practice = 0 AND sequence = ?')
    .get(newest.record.sequence);
  if (kept?.hash !== textHash(recordText(newest.record))) {
    throw new KeydeskError('vault/corrupt', { found: 'records missing', at: newest.record.sequence });
  }
}
