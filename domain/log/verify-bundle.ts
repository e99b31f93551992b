import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { AuditEntry } from '../audit.ts';
import { type BundleCounts, type BundleFault, type BundleLine, type BundleReport, bundleKinds } from './bundle.ts';
import type { Verifies } from './signed-checkpoint.ts';
import { bundleKeys } from './verify-bundle-keys.ts';
import { bundleNotes } from './verify-bundle-notes.ts';
import { bundleRecords } from './verify-bundle-records.ts';
import { type ChainCheck, chainCheck } from './verify-chain.ts';

/** What verifying needs besides the file. */
export interface BundleChecks {
  readonly verifies: Verifies;
  /** The server's key as it is known from elsewhere; the file's own when it is not. */
  readonly serverKey?: string | undefined;
  /** Notes that were kept elsewhere, as by a station. */
  readonly notes?: readonly string[];
}

export type BundleHeader = Extract<BundleLine, { kind: 'header' }>;

/** What the last line signs: how many of each there are, and a hash over every line before it. */
export function bundleEndText(counts: BundleCounts, hash: string): string {
  const told = [...bundleKinds, 'countersignature' as const].map((kind) => `${kind} ${counts[kind] ?? 0}`);
  return `keydesk-bundle-v2\n${told.join('\n')}\n${hash}\n`;
}

/**
 * Takes a bundle line by line and says at its end what holds. Nothing of the file is believed but by its signatures.
 * Throws when the first line is no header.
 */
export function bundleCheck(checks: BundleChecks): {
  /** The line's text; gives what it says, nothing when it cannot be read. */
  readonly take: (text: string) => BundleLine | undefined;
  readonly end: () => BundleReport;
} {
  const faults: BundleFault[] = [];
  const report = (what: BundleFault['what'], of: BundleFault['of'], at: string) => faults.push({ what, of, at });
  const counts: Partial<Record<BundleLine['kind'] | 'countersignature', number>> = {};
  const running = sha256.create();
  let header: BundleHeader | undefined;
  let keys: ReturnType<typeof bundleKeys> | undefined;
  let notes: ReturnType<typeof bundleNotes> | undefined;
  let records: ReturnType<typeof bundleRecords> | undefined;
  let chain: ChainCheck | undefined;
  let number = 0;
  let reached = 0;
  let ended: { readonly line: Extract<BundleLine, { kind: 'end' }>; readonly hash: string } | undefined;

  function begin(line: BundleLine): BundleHeader {
    if (line?.kind !== 'header') throw new SyntaxError('the header is not the first line');
    if (line.version !== 2) throw new SyntaxError(`it is in form ${String(line.version)}, this is read in form 2`);
    keys = bundleKeys(line, checks, report);
    const server = { ...line.server, ...keys.keys };
    const key = line.log === 'server' ? server.key : line.key;
    header = { ...line, key, server };
    notes = bundleNotes(header, keys.at, checks, report);
    records = bundleRecords(header, keys, checks.verifies, report);
    return header;
  }

  /** The audit is held against what was signed before it in the file. */
  const theChain = () => {
    chain ??= chainCheck([...(notes?.anchors() ?? []), ...(records?.anchors() ?? [])], records?.signedHash);
    return chain;
  };

  function takeLine(line: BundleLine): void {
    const place = bundleKinds.indexOf(line.kind);
    if (place < 0) throw new SyntaxError('there is no such kind of line');
    if (place < reached || ended !== undefined) report('moved', line.kind, nameOf(line, number));
    reached = Math.max(reached, place);
    counts[line.kind] = (counts[line.kind] ?? 0) + 1;
    if (line.kind === 'entry') {
      theChain().take(line);
      records?.takeEntry(line.entry);
      keys?.takeEntry(line.entry);
    } else if (line.kind === 'checkpoint' || line.kind === 'kept' || line.kind === 'contradiction') {
      notes?.take(line);
    } else if (line.kind === 'inclusion') notes?.takeInclusion(line, records?.receiptOf(line.record));
    else if (line.kind === 'end') ended = { line, hash: bytesToHex(running.clone().digest()) };
    else if (line.kind === 'header') report('added', 'header', `${number}`);
    else records?.take(line);
  }

  return {
    take(text) {
      number += 1;
      let line: BundleLine | undefined;
      try {
        line = JSON.parse(text) as BundleLine;
        if (header === undefined) {
          begin(line);
          counts.header = 1;
        } else takeLine(line);
      } catch (error) {
        if (header === undefined) throw error;
        report('unreadable', 'line', `${number}`);
        line = undefined;
      }
      if (ended === undefined) running.update(utf8ToBytes(`${text}\n`));
      return line;
    },
    end() {
      if (header === undefined) throw new SyntaxError('the file is empty');
      const { entries, anchoredUpTo, fault, broken, beyond } = theChain().end();
      records?.end(entries);
      keys?.end();
      counts.countersignature = notes?.countersignatures() ?? 0;
      endFaults(checks.verifies, header, counts, ended, faults);
      return {
        log: header.log,
        origin: header.origin,
        key: header.key,
        serverKey: header.server.key,
        keyChanges: header.server.changes ?? [],
        counts,
        anchoredUpTo,
        countersigners: notes?.countersigners() ?? [],
        contradictions: notes?.contradictions() ?? [],
        compared: notes?.compared(broken, beyond) ?? [],
        faults: fault === undefined ? faults : [fault, ...faults],
      };
    },
  };
}

/** The last line is there, signed, and says what was found before it. */
function endFaults(
  verifies: Verifies,
  { key }: BundleHeader,
  counts: BundleCounts,
  ended: { readonly line: Extract<BundleLine, { kind: 'end' }>; readonly hash: string } | undefined,
  faults: BundleFault[],
): void {
  if (ended === undefined) {
    faults.push({ what: 'dropped', of: 'end', at: 'the end of the file' });
    return;
  }
  const { line, hash } = ended;
  const told = { ...line.counts, end: 0 };
  if (verifies(key, bundleEndText(told, hash), line.signature)) return;
  for (const kind of [...bundleKinds, 'countersignature' as const]) {
    const [found, wanted] = [counts[kind] ?? 0, line.counts[kind] ?? 0];
    if (kind === 'end' || found === wanted) continue;
    faults.push({ what: found < wanted ? 'dropped' : 'added', of: kind, at: `${found} of ${wanted}` });
  }
  faults.push({ what: 'signature', of: 'end', at: 'the end of the file' });
}

/** How a line is called in a report. */
function nameOf(line: BundleLine, number: number): string {
  if (line.kind === 'entry') return `${(line.entry as AuditEntry).position}`;
  if (line.kind === 'record' || line.kind === 'disputed') return line.record.id;
  if (line.kind === 'receipt') return line.receipt.record;
  return `in line ${number}`;
}
