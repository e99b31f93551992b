import { type AuditEntry, firstBrokenLink } from '../../domain/audit.ts';
import type { Store } from '../../server/store/store.ts';

/** The audit from its first entry on. */
export async function auditEntries({ audit }: Pick<Store, 'audit'>): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const { entry } of audit.entries()) entries.push(entry);
  return entries;
}

/** The first entry whose link or position is wrong, if any. */
export async function brokenLinkOf({ audit }: Pick<Store, 'audit'>): Promise<number | undefined> {
  const chained: { readonly entry: AuditEntry; readonly hash: string }[] = [];
  for await (const one of audit.entries()) chained.push(one);
  return firstBrokenLink(chained);
}
