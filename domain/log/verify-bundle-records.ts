import type { AuditEntry } from '../audit.ts';
import { firstPrevious, type IssuanceRecord, type Receipt } from '../record.ts';
import { receiptText, recordText, textHash } from '../record-text.ts';
import type { BundleFault, BundleLine } from './bundle.ts';
import type { BundleHeader } from './bundle-header.ts';
import type { Verifies } from './signed-checkpoint.ts';
import type { bundleKeys } from './verify-bundle-keys.ts';
import type { Anchor } from './verify-chain.ts';

type Report = (what: BundleFault['what'], of: BundleFault['of'], at: string) => void;
type RecordLine = Extract<BundleLine, { kind: 'receipt' | 'record' | 'disputed' }>;

/** A record's place in its station's chain. */
interface Link {
  readonly id: string;
  readonly station: string;
  readonly sequence: number;
  readonly previous: string;
}

/** The records of a bundle and their receipts: each as it was signed, in its order, and in the audit. */
export function bundleRecords(
  header: BundleHeader,
  keys: Pick<ReturnType<typeof bundleKeys>, 'at' | 'isOther'>,
  verifies: Verifies,
  report: Report,
) {
  const anchors: Anchor[] = [];
  const receipts = new Map<string, Receipt>();
  /** By content hash, since what is disputed may have the id of another record. */
  const records = new Map<string, { readonly id: string; seen: boolean }>();
  const taken = new Map<string, string>();
  const lastOf = new Map<string, { readonly sequence: number; readonly hash: string }>();
  const lastReceiptOf = new Map<string, number>();
  /** What follows something that is not right before it: another place of the chain is disputed. */
  const unlinked: Link[] = [];
  const disputedAt = new Map<string, string[]>();
  const missing: { readonly id: string; readonly hash: string }[] = [];
  const delivered = new Set<string>();
  let salvagedUpTo = 0;

  function takeReceipt(receipt: Receipt, signature: string): void {
    const { record, station, sequence, position, head } = receipt;
    if (receipts.has(record)) {
      report('added', 'receipt', record);
      return;
    }
    if (sequence < (lastReceiptOf.get(station) ?? 0)) report('moved', 'receipt', record);
    lastReceiptOf.set(station, Math.max(sequence, lastReceiptOf.get(station) ?? 0));
    receipts.set(record, receipt);
    const signedBy = (key: string) => verifies(key, receiptText(receipt), signature);
    if (!signedBy(keys.at(position))) {
      report(keys.isOther(position, signedBy) ? 'key not in force' : 'signature', 'receipt', record);
    } else if (header.log === 'server') anchors.push({ position, hash: head });
  }

  function takeRecord(record: IssuanceRecord, signature: string, isTaken: boolean): void {
    const text = recordText(record);
    const hash = textHash(text);
    const { id, station, sequence, previous } = record;
    const key = header.stations.find((one) => one.id === station)?.publicKey ?? '';
    if (!verifies(key, text, signature)) report('signature', 'record', id);
    if (isTaken && taken.has(id)) {
      report('added', 'record', id);
      return;
    }
    records.set(hash, { id, seen: false });
    if (isTaken) takeInOrder({ id, station, sequence, previous }, hash, record.auditHead);
    else {
      const place = `${station} ${sequence}`;
      disputedAt.set(place, [...(disputedAt.get(place) ?? []), hash]);
    }
    const receipt = receipts.get(id);
    if (isTaken && receipt !== undefined && receipt.contentHash !== hash) report('changed', 'record', id);
  }

  function takeInOrder(link: Link, hash: string, auditHead: string): void {
    const { id, station, sequence, previous } = link;
    taken.set(id, auditHead);
    const before = lastOf.get(station) ?? { sequence: 0, hash: firstPrevious };
    if (sequence <= before.sequence) {
      report('moved', 'record', id);
      return;
    }
    if (sequence !== before.sequence + 1 || previous !== before.hash) unlinked.push(link);
    lastOf.set(station, { sequence, hash });
  }

  return {
    take(line: RecordLine): void {
      if (line.kind === 'receipt') takeReceipt(line.receipt, line.signature);
      else takeRecord(line.record, line.signature, line.kind === 'record');
    },
    takeEntry({ action, position, subject, detail }: AuditEntry): void {
      if (action === 'vault/salvaged' && position === 1) salvagedUpTo = Number(detail.newest);
      if (header.log === 'desk') {
        if (action === 'record/made' && detail.practice !== true && !taken.has(subject)) {
          missing.push({ id: subject, hash: '' });
        }
        if (/^record\/delivered/.test(action)) delivered.add(subject);
        return;
      }
      if (!action.startsWith('record/') || detail.contentHash === undefined) return;
      const hash = String(detail.contentHash);
      const known = records.get(hash);
      if (known?.id === subject) known.seen = true;
      else missing.push({ id: subject, hash });
    },
    /** A desk's record names the hash of the entry that tells of it. */
    signedHash: (entry: AuditEntry): string | undefined =>
      header.log === 'desk' && entry.action === 'record/made' ? taken.get(entry.subject) : undefined,
    receiptOf: (record: string) => receipts.get(record),
    anchors: (): readonly Anchor[] => anchors,
    end(entries: number): void {
      const lost = new Set(missing.map(({ id }) => id));
      const there = new Set([...records.values()].map(({ id }) => id));
      if (header.log === 'server') {
        for (const { id, seen } of records.values()) {
          if (!seen) report(lost.has(id) ? 'changed' : 'not in the audit', 'record', id);
        }
      }
      for (const id of lost) if (!there.has(id)) report('dropped', 'record', id);
      // Behind those that are not there others do not follow.
      for (const { id, station, sequence, previous } of unlinked) {
        if (header.log === 'desk' && sequence <= salvagedUpTo) continue;
        const before = disputedAt.get(`${station} ${sequence - 1}`) ?? [];
        if (!before.includes(previous)) report('out of order', 'record', id);
      }
      for (const id of receipts.keys()) if (!taken.has(id) && !lost.has(id)) report('added', 'receipt', id);
      if (entries === 0) return;
      for (const id of header.log === 'server' ? taken.keys() : delivered) {
        if (!receipts.has(id) && taken.has(id)) report('dropped', 'receipt', id);
      }
    },
  };
}
