import type { Contradiction, ContradictionKind } from '../../domain/log/contradiction.ts';
import type { Vault } from './database.ts';

/** A contradiction as this station found it. */
export interface FoundContradiction extends Omit<Contradiction, 'station'> {
  /** The record whose entry it is about; empty for the log as a whole. */
  readonly record: string;
}

interface Row {
  readonly id: string;
  readonly what: ContradictionKind;
  readonly record: string;
  readonly kept: string;
  readonly offered: string;
  readonly found_at: string;
  readonly settled: string | null;
}

/** The oldest that nobody has settled. */
export function openContradiction(vault: Vault): FoundContradiction | undefined {
  const row = vault.db
    .prepare<[], Row>('SELECT * FROM contradictions WHERE settled IS NULL ORDER BY place LIMIT 1')
    .get();
  return row === undefined ? undefined : fromRow(row);
}

/** Every one, oldest first. */
export function contradictions(vault: Vault): readonly FoundContradiction[] {
  return vault.db.prepare<[], Row>('SELECT * FROM contradictions ORDER BY place').all().map(fromRow);
}

/** What the server has not been told of yet: that it was found, or that it was settled. */
export function untoldContradictions(vault: Vault): readonly FoundContradiction[] {
  return vault.db
    .prepare<[], Row>('SELECT * FROM contradictions WHERE told < iif(settled IS NULL, 1, 2) ORDER BY place')
    .all()
    .map(fromRow);
}

export function contradictionTold(vault: Vault, { id, settled }: FoundContradiction): void {
  vault.db.prepare('UPDATE contradictions SET told = ? WHERE id = ?').run(settled === null ? 1 : 2, id);
}

/** Keeps what was found, in the caller's transaction. */
export function addContradiction(vault: Vault, found: Omit<FoundContradiction, 'settled'>): void {
  const { id, what, record, kept, offered, foundAt } = found;
  vault.db
    .prepare('INSERT INTO contradictions (id, what, record, kept, offered, found_at) VALUES (?, ?, ?, ?, ?, ?)')
    .run(id, what, record, kept, offered, foundAt);
}

/** What a person decided about it; the evidence stays. */
export function settleContradiction(vault: Vault, id: string, settled: NonNullable<Contradiction['settled']>): void {
  vault.db
    .prepare('UPDATE contradictions SET settled = ? WHERE id = ? AND settled IS NULL')
    .run(JSON.stringify(settled), id);
}

function fromRow({ found_at: foundAt, settled, id, what, record, kept, offered }: Row): FoundContradiction {
  return { id, what, record, kept, offered, foundAt, settled: settled === null ? null : JSON.parse(settled) };
}
