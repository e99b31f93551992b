import type { AuditEntry } from '../audit.ts';
import { type BundleFault, type BundleLine, type BundleReport, bundleKinds } from './bundle.ts';
import { bundleSum, endFaults } from './bundle-end.ts';
import { type BundleHeader, readHeader } from './bundle-header.ts';
import { readLine } from './bundle-line.ts';
import type { Verifies } from './signed-checkpoint.ts';
import { bundleFound } from './verify-bundle-found.ts';
import { bundleHeads, type ServerSays } from './verify-bundle-heads.ts';
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
  /** What the server's bundle says, to hold a desk's against. */
  readonly serverSays?: ServerSays | undefined;
}

/** So many faults are told one by one: a file of nothing else is no reason to run out of memory. */
const mostFaults = 1000;

/** How far the kinds have come: by which line, how many there are of its kind, and how far they were before. */
interface Reached {
  readonly place: number;
  readonly before: number;
  readonly lines: number;
  readonly kind: BundleLine['kind'];
  readonly name: string;
}

/**
 * Takes a bundle line by line and says at its end what holds. Nothing of the file is believed but by its signatures.
 * Throws when the first line is no header.
 */
export function bundleCheck(checks: BundleChecks): {
  /** The line's text, nothing for one that is none; gives what it says, nothing when it cannot be read. */
  readonly take: (text: string | undefined) => BundleLine | undefined;
  readonly end: () => BundleReport;
} {
  const faults: BundleFault[] = [];
  let moreFaults = 0;
  const add = (fault: BundleFault) => {
    if (faults.length < mostFaults) faults.push(fault);
    else moreFaults += 1;
  };
  const report = (what: BundleFault['what'], of: BundleFault['of'], at: string) => add({ what, of, at });
  const summed = bundleSum();
  let parts: ReturnType<typeof begin> | undefined;
  let chain: ChainCheck | undefined;
  let number = 0;
  let reached: Reached = { place: 0, before: 0, lines: 2, kind: 'header', name: '' };
  let ended: Extract<BundleLine, { kind: 'end' }> | undefined;

  function begin(line: BundleHeader) {
    const keys = bundleKeys(line, checks, report);
    const server = { ...line.server, ...keys.keys };
    const header = { ...line, key: line.log === 'server' ? server.key : line.key, server };
    const notes = bundleNotes(header, keys.at, checks, report);
    const records = bundleRecords(header, keys, checks.verifies, report);
    const heads = bundleHeads(header, checks, report);
    return { header, keys, notes, records, heads, found: bundleFound(header, report) };
  }

  /** The audit is held against what was signed before it in the file. */
  function theChain({ notes, records, heads }: NonNullable<typeof parts>, firstHash: string): ChainCheck {
    chain ??= chainCheck([...notes.anchors(), ...records.anchors(), ...heads.anchors(firstHash)], records.signedHash);
    return chain;
  }

  /** Behind a single line that came too early, it is that one that was moved. */
  function followOrder(line: BundleLine): void {
    const place = bundleKinds.indexOf(line.kind);
    const name = nameOf(line, number);
    if (place > reached.place) reached = { place, before: reached.place, lines: 1, kind: line.kind, name };
    else if (place === reached.place && ended === undefined) reached = { ...reached, lines: reached.lines + 1 };
    else if (ended === undefined && reached.lines === 1 && place >= reached.before) {
      report('moved', reached.kind, reached.name);
      reached = { place, before: place, lines: 2, kind: line.kind, name };
    } else report('moved', line.kind, name);
  }

  function takeLine(line: BundleLine, of: NonNullable<typeof parts>): void {
    const { notes, records, heads, found, keys } = of;
    followOrder(line);
    summed.count(line.kind);
    if (line.kind === 'entry') {
      theChain(of, line.hash).take(line);
      for (const part of [records, keys, heads, found]) part.takeEntry(line.entry);
    } else if (line.kind === 'checkpoint' || line.kind === 'kept') notes.take(line);
    else if (line.kind === 'contradiction') {
      const { kind: _, ...contradiction } = line;
      found.take(contradiction);
    } else if (line.kind === 'head') heads.take(line);
    else if (line.kind === 'inclusion') notes.takeInclusion(line, records.receiptOf(line.record));
    else if (line.kind === 'end') ended ??= line;
    else if (line.kind === 'header') report('added', 'header', `${number}`);
    else records.take(line);
  }

  return {
    take(text) {
      number += 1;
      let line: BundleLine | undefined;
      try {
        const read = readLine(text);
        if (!read.isAsWritten) report('changed', 'line', `${number}`);
        line = read.line;
        if (parts !== undefined) takeLine(line, parts);
      } catch (error) {
        if (parts === undefined) throw error;
        report('unreadable', 'line', `${number}`);
        line = undefined;
      }
      if (parts === undefined) {
        parts = begin(readHeader(line));
        summed.count('header');
      }
      if (ended === undefined) {
        const { version } = parts.header;
        if (version === 2) summed.take('all', text ?? '');
        else if (line !== undefined) summed.take(line.kind, text ?? '');
      }
      return line;
    },
    end() {
      if (parts === undefined) throw new SyntaxError('the file is empty');
      const { header, keys, notes, records, heads, found } = parts;
      const { entries, anchoredUpTo, fault, outcomeOf } = theChain(parts, '').end();
      records.end(entries);
      keys.end();
      found.end();
      heads.end();
      summed.count('countersignature', notes.countersignatures());
      const sum = { ...summed.sum(), all: summed.all() };
      for (const one of endFaults(checks.verifies, header.key, header.version, sum, ended)) add(one);
      return {
        log: header.log,
        origin: header.origin,
        key: header.key,
        serverKey: header.server.key,
        keyChanges: header.server.changes ?? [],
        counts: summed.counts,
        anchoredUpTo,
        countersigners: notes.countersigners(),
        contradictions: found.all(),
        compared: notes.compared(outcomeOf),
        heads: heads.compared(outcomeOf),
        faults: fault === undefined ? faults : [fault, ...faults],
        moreFaults,
      };
    },
  };
}

/** How a line is called in a report. */
function nameOf(line: BundleLine, number: number): string {
  if (line.kind === 'entry') return `${(line.entry as AuditEntry).position}`;
  if (line.kind === 'record' || line.kind === 'disputed') return line.record.id;
  if (line.kind === 'receipt') return line.receipt.record;
  if (line.kind === 'contradiction') return line.id;
  return `in line ${number}`;
}
