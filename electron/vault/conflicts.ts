import { type ConflictRow, conflictRow } from '../../domain/contract/conflict.ts';
import { meaningOf } from '../../domain/trust/conflicts.ts';
import type { Vault } from './database.ts';
import { endEntry, outboxOf, unparkEntry } from './outbox.ts';
import { readToken, settleHolder } from './tokens.ts';

/** A conflict as this desk knows it. */
export interface KnownConflict extends ConflictRow {
  /** The record that tells the server what was decided here; empty when nothing was. */
  readonly decidedHere: string;
}

interface Row {
  readonly row: string;
  readonly decided_here: string;
}

function fromRow({ row, decided_here: decidedHere }: Row): KnownConflict[] {
  const known = conflictRow.safeParse(JSON.parse(row));
  return known.success ? [{ ...known.data, decidedHere }] : [];
}

/** What waits for a decision first, then what was decided; newest first. */
export function listConflicts(vault: Vault): readonly KnownConflict[] {
  return vault.db
    .prepare<[], Row>('SELECT row, decided_here FROM conflicts ORDER BY settled, raised_at DESC, record')
    .all()
    .flatMap(fromRow);
}

export function readConflict(vault: Vault, record: string): KnownConflict | undefined {
  const row = vault.db.prepare<[string], Row>('SELECT row, decided_here FROM conflicts WHERE record = ?').get(record);
  return row && fromRow(row)[0];
}

/** The server's newest word of a conflict; what was decided here stays noted. */
export function keepConflict(vault: Vault, conflict: ConflictRow): void {
  vault.db
    .prepare(
      `INSERT INTO conflicts (record, row, raised_at, settled, decided_here) VALUES (?, ?, ?, ?, '')
       ON CONFLICT (record) DO UPDATE SET row = excluded.row, raised_at = excluded.raised_at, settled = excluded.settled`,
    )
    .run(conflict.record, JSON.stringify(conflict), conflict.raisedAt, conflict.choice === null ? 0 : 1);
}

/** A decision is on its way to the server. */
export function noteDecision(vault: Vault, record: string, decidedHere: string): void {
  vault.db.prepare('UPDATE conflicts SET decided_here = ? WHERE record = ?').run(decidedHere, record);
}

/** A decision of this desk did not stand: it is to be made again. */
export function forgetDecision(vault: Vault, decidedHere: string): void {
  vault.db.prepare(`UPDATE conflicts SET decided_here = '' WHERE decided_here = ?`).run(decidedHere);
}

/** How many of this station's conflicts nobody has decided yet. */
export function countConflicts(vault: Vault, station: string): number {
  return listConflicts(vault).filter((one) => concerns(one, station) && one.choice === null && one.decidedHere === '')
    .length;
}

/** Records that were refused and of which no conflict is stated: a privacyIDEA server's refusals. */
export function countUnstated(vault: Vault): number {
  const row = vault.db
    .prepare<[], { count: number }>(
      `SELECT count(*) AS count FROM outbox WHERE state = 'refused' AND record NOT IN (SELECT record FROM conflicts)`,
    )
    .get();
  return row?.count ?? 0;
}

/** Whether a conflict is about this station's word. */
export function concerns({ station, otherStation }: ConflictRow, here: string): boolean {
  return station === here || otherStation === here;
}

/** Makes what is known equal to what was pulled; what was only told in a reply stays until the server tells of it. */
export function replaceConflicts(vault: Vault, pulled: readonly ConflictRow[], at: string): void {
  const told = new Set(pulled.map(({ record }) => record));
  for (const one of listConflicts(vault)) {
    if (!told.has(one.record) && outboxOf(vault, one.record)?.state !== 'refused') {
      vault.db.prepare('DELETE FROM conflicts WHERE record = ?').run(one.record);
    }
  }
  for (const conflict of pulled) {
    keepConflict(vault, conflict);
    if (conflict.choice !== null) endDelivery(vault, conflict, at);
  }
}

/** A decided record is delivered after all, or its delivery is over and the server's word about the token counts. */
function endDelivery(vault: Vault, { record, choice }: ConflictRow, at: string): void {
  const entry = outboxOf(vault, record);
  if (entry?.state !== 'refused' || choice === null) return;
  if (meaningOf(choice).does === 'taken') {
    unparkEntry(vault, entry.position);
    return;
  }
  endEntry(vault, entry.position, 'given up', at);
  const issued = entry.signed.record;
  const known = issued.kind === 'issued' ? readToken(vault, issued.token.serial) : undefined;
  if (known !== undefined) settleHolder(vault, known.serial, undefined);
}
