import { type AuditEntry } from '../../domain/audit.ts';
import type { Db } from './database.ts';
/** Where the chain stands after an entry. */
export interface AuditHead {
  readonly position: number;
  readonly hash: string;
}
export interface AuditLog {
  /** Adds an entry to the chain. Only inside the transaction of what it tells of. */
  readonly append: (entry: Omit<AuditEntry, 'position' | 'previous'>) => AuditHead;
  readonly head: () => AuditHead;
  readonly entries: () => Iterable<{
    readonly entry: AuditEntry;
    readonly hash: string;
  }>;
}
export declare function auditLog(db: Db): AuditLog;
