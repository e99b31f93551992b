import type { AuditEntry } from '../audit.ts';
import type { BundleFault } from './bundle.ts';
import type { BundleHeader } from './bundle-header.ts';
import {
  areInOrder,
  type KeyChange,
  keyChangeAction,
  keyInForce,
  type ReceiptKeys,
  unvouched,
} from './receipt-keys.ts';
import type { BundleChecks } from './verify-bundle.ts';

type Report = (what: BundleFault['what'], of: BundleFault['of'], at: string) => void;

/** The keys of the server whose receipts a bundle has: which one was in force where, and whether that is vouched for. */
export function bundleKeys({ log, server }: BundleHeader, { verifies, serverKey }: BundleChecks, report: Report) {
  const told: ReceiptKeys = { key: server.key, changes: server.changes ?? [] };
  const isOrdered = areInOrder(verifies, told);
  const gap = isOrdered && serverKey !== undefined ? unvouched(verifies, told, serverKey) : undefined;
  // A key of somebody else's: whatever is in the file is held against that one alone.
  const keys: ReceiptKeys = gap === 'unknown' ? { key: serverKey ?? '', changes: [] } : told;
  if (!isOrdered) report('signature', 'key', 'in the first line');
  if (gap !== undefined && gap !== 'unknown') report('not vouched for', 'key', `${gap.position}`);
  const all = [keys.key, ...keys.changes.map(({ former }) => former)];
  const audited = new Set<KeyChange>();

  return {
    keys,
    at: (position: number): string => keyInForce(keys, position),
    /** Some key of the server's, though not the one that was in force there. */
    isOther: (position: number, signedBy: (key: string) => boolean): boolean =>
      all.some((key) => key !== keyInForce(keys, position) && signedBy(key)),
    takeEntry({ action, position, detail }: AuditEntry): void {
      if (log !== 'server' || action !== keyChangeAction) return;
      const change = told.changes.find((one) => one.position === position);
      if (change?.key === detail.key && change?.former === detail.former) audited.add(change as KeyChange);
      else report('dropped', 'key', `${position}`);
    },
    /** A server's own audit tells of every change. */
    end(): void {
      if (log !== 'server') return;
      for (const change of told.changes) if (!audited.has(change)) report('added', 'key', `${change.position}`);
    },
  };
}
