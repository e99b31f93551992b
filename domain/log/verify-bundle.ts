import { firstPrevious, type IssuanceRecord, type Receipt } from '../record.ts';
import { receiptText, recordText, textHash } from '../record-text.ts';
import type { BundleFault, BundleLine, BundleReport } from './bundle.ts';
import { keyIdOf, readCheckpoint, readNote, signatureKind } from './checkpoint.ts';
import { type Anchor, type ChainCheck, chainCheck } from './verify-chain.ts';

/** What verifying needs besides the file. */
export interface BundleChecks {
  /** Ed25519 over the text's UTF-8 bytes; the key raw, both base64url. */
  readonly verifies: (publicKey: string, text: string, signature: string) => boolean;
  /** The raw bytes of a base64url text, and the other way. */
  readonly fromBase64Url: (text: string) => Uint8Array;
  readonly toBase64Url: (bytes: Uint8Array) => string;
  /** The server's key as it is known from elsewhere; the file's own when it is not. */
  readonly serverKey?: string | undefined;
  /** Notes that were kept elsewhere, as by a station. */
  readonly notes?: readonly string[];
}

type Header = Extract<BundleLine, { kind: 'header' }>;

/** Takes a bundle line by line and says at its end what holds. Nothing of the file is believed but by its signatures. */
export function bundleCheck(checks: BundleChecks): {
  readonly take: (line: BundleLine) => void;
  readonly end: () => BundleReport;
} {
  const faults: BundleFault[] = [];
  const anchors: Anchor[] = [];
  const receipts = new Map<string, Receipt>();
  /** By content hash, since what is disputed may have the id of another record. */
  const records = new Map<string, string>();
  const audited = new Map<string, string>();
  /** What may come before a record: the hashes at each place of each station. */
  const places = new Map<string, string[]>();
  const links: Pick<IssuanceRecord, 'id' | 'station' | 'sequence' | 'previous'>[] = [];
  let header: Header | undefined;
  let chain: ChainCheck | undefined;
  let checkpoints = 0;
  const report = (what: BundleFault['what'], of: BundleFault['of'], at: string) => faults.push({ what, of, at });
  const serverKey = () => checks.serverKey ?? header?.serverKey ?? '';

  function takeNote(note: string): void {
    checkpoints += 1;
    const anchor = header === undefined ? undefined : noteAnchor(checks, header.origin, serverKey(), note);
    if (anchor === undefined) report('signature', 'checkpoint', `${checkpoints}`);
    else anchors.push(anchor);
  }

  function takeReceipt({ receipt, signature }: { receipt: Receipt; signature: string }): void {
    receipts.set(receipt.record, receipt);
    if (checks.verifies(serverKey(), receiptText(receipt), signature)) {
      anchors.push({ of: 'receipt', position: receipt.position, hash: receipt.head });
    } else report('signature', 'receipt', receipt.record);
  }

  function takeRecord(record: IssuanceRecord, signature: string, isTaken: boolean): void {
    const text = recordText(record);
    const hash = textHash(text);
    records.set(hash, record.id);
    const key = header?.stations.find(({ id }) => id === record.station)?.publicKey ?? '';
    if (!checks.verifies(key, text, signature)) report('signature', 'record', record.id);
    const { id, station, sequence, previous } = record;
    const place = `${station} ${sequence}`;
    places.set(place, [...(places.get(place) ?? []), hash]);
    if (isTaken) links.push({ id, station, sequence, previous });
    const receipt = receipts.get(record.id);
    if (receipt !== undefined && receipt.contentHash !== hash) report('changed', 'record', record.id);
  }

  return {
    take(line) {
      if (header === undefined && line.kind !== 'header') throw new SyntaxError('the header is not the first line');
      if (line.kind === 'header') {
        header = line;
        for (const note of checks.notes ?? []) takeNote(note);
      } else if (line.kind === 'checkpoint') takeNote(line.note);
      else if (line.kind === 'receipt') takeReceipt(line);
      else if (line.kind === 'record' || line.kind === 'disputed') {
        takeRecord(line.record, line.signature, line.kind === 'record');
      } else {
        chain ??= chainCheck(anchors);
        chain.take(line);
        const { action, subject, detail } = line.entry;
        if (/^record\//.test(action)) audited.set(String(detail.contentHash), subject);
      }
    },
    end() {
      const { entries, anchoredUpTo, fault } = (chain ?? chainCheck(anchors)).end();
      if (fault !== undefined) faults.unshift(fault);
      for (const { id, station, sequence, previous } of links) {
        const before = sequence === 1 ? [firstPrevious] : (places.get(`${station} ${sequence - 1}`) ?? []);
        if (!before.includes(previous)) report('out of order', 'record', id);
      }
      const found = new Set(records.values());
      for (const [hash, id] of records) {
        if (audited.get(hash) === id) continue;
        report([...audited.values()].includes(id) ? 'changed' : 'not in the audit', 'record', id);
      }
      for (const [hash, id] of audited) {
        if (!records.has(hash) && !found.has(id)) report('dropped', 'record', id);
      }
      const counts = { entries, records: records.size, receipts: receipts.size, checkpoints, anchoredUpTo };
      return { origin: header?.origin ?? '', serverKey: serverKey(), ...counts, faults };
    },
  };
}

/** What a note of the log says of the audit; nothing when it is another log's or not signed by it. */
function noteAnchor(checks: BundleChecks, origin: string, serverKey: string, text: string): Anchor | undefined {
  const note = readNote(text);
  const checkpoint = note === undefined ? undefined : readCheckpoint(note.text);
  if (note === undefined || checkpoint === undefined || checkpoint.origin !== origin) return undefined;
  const keyId = keyIdOf(origin, signatureKind.log, checks.fromBase64Url(serverKey));
  const signed = note.signatures.some(
    (one) =>
      one.name === origin &&
      one.keyId.every((byte, place) => byte === keyId[place]) &&
      checks.verifies(serverKey, note.text, checks.toBase64Url(one.signature)),
  );
  return signed ? { of: 'checkpoint', position: checkpoint.size, head: checkpoint.head } : undefined;
}
