import type { AuditHead } from '../../domain/log/audit-head.ts';
import type { Vault } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';

type Ends = Pick<AuditHead, 'begins' | 'position' | 'hash'>;
type Opened = Pick<Vault, 'db'>;

/** The hash of the entry at a place of this desk's audit. */
export function auditHashAt(vault: Opened, position: number): string | undefined {
  return vault.db.prepare<[number], { hash: string }>('SELECT hash FROM audit WHERE position = ?').get(position)?.hash;
}

/** The first and the newest entry; nothing before the first. */
export function auditEnds(vault: Opened): Ends | undefined {
  const last = vault.db
    .prepare<[], { position: number; hash: string }>('SELECT position, hash FROM audit ORDER BY position DESC LIMIT 1')
    .get();
  const begins = auditHashAt(vault, 1);
  return last === undefined || begins === undefined ? undefined : { begins, ...last };
}

/** Where the server heard last that this audit stood. */
export function toldBefore(vault: Opened): Ends | undefined {
  return readMeta(vault, 'audit-told') as Ends | undefined;
}

export function rememberTold(vault: Opened, ends: Ends): void {
  writeMeta(vault, 'audit-told', ends);
}
