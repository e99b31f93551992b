import { utf8ToBytes } from '@noble/hashes/utils.js';
import { type AuditEntry, auditText } from '../audit.ts';
import { textHash } from '../record-text.ts';
import type { BundleFault } from './bundle.ts';
import { emptyFrontier, type Frontier, frontierHead, withEntry } from './growing-tree.ts';
import type { TreeHash } from './merkle-tree.ts';

interface HashedEntry {
  readonly entry: AuditEntry;
  readonly hash: string;
}

/** What somebody signed about the audit at a place: the hash of the entry there, or the head of the tree up to it. */
export interface Anchor {
  readonly of: 'receipt' | 'checkpoint';
  readonly position: number;
  readonly hash?: string;
  readonly head?: TreeHash;
}

interface ChainReport {
  readonly entries: number;
  readonly anchoredUpTo: number;
  readonly fault: BundleFault | undefined;
}

/** What follows the audit entry by entry; `end` tells what came of it. */
export interface ChainCheck {
  readonly take: (entry: HashedEntry) => void;
  readonly end: () => ChainReport;
}

/**
 * Follows the chain and holds it against what was signed about it. The first fault is kept: an entry that was changed,
 * or left out, put elsewhere or put in (told apart at the end, by what came after). A chain that was made anew after a
 * change is consistent in itself and is found at the next anchor.
 */
export function chainCheck(anchors: readonly Anchor[]): ChainCheck {
  const byPosition = new Map<number, Anchor[]>();
  for (const anchor of anchors) byPosition.set(anchor.position, [...(byPosition.get(anchor.position) ?? []), anchor]);
  let expected = 1;
  let previous = '0'.repeat(64);
  let frontier: Frontier = emptyFrontier;
  let entries = 0;
  let anchoredUpTo = 0;
  let fault: BundleFault | undefined;
  let missing: number | undefined;

  function take({ entry, hash }: HashedEntry): void {
    entries += 1;
    if (missing === entry.position && fault?.what === 'dropped') fault = { ...fault, what: 'moved' };
    if (fault !== undefined) return;
    const text = auditText(entry);
    fault = linkFault(entry, textHash(text) === hash, expected, previous);
    if (fault !== undefined) {
      if (fault.what === 'dropped') missing = expected;
      return;
    }
    frontier = withEntry(frontier, utf8ToBytes(text));
    for (const anchor of byPosition.get(expected) ?? []) {
      if (holds(anchor, hash, frontier)) anchoredUpTo = expected;
      else fault ??= { what: 'changed somewhere up to here', of: 'entry', at: `${expected}`, after: `${anchoredUpTo}` };
    }
    expected += 1;
    previous = hash;
  }

  return {
    take,
    end() {
      const beyond = anchors.filter(({ position }) => position >= expected).map(({ position }) => position);
      if (fault === undefined && beyond.length > 0) fault = { what: 'dropped', of: 'entry', at: `${expected}` };
      return { entries, anchoredUpTo, fault };
    },
  };
}

function linkFault(entry: AuditEntry, whole: boolean, expected: number, previous: string): BundleFault | undefined {
  const fault = (what: BundleFault['what'], at: number): BundleFault => ({ what, of: 'entry', at: `${at}` });
  if (entry.position > expected) return fault('dropped', expected);
  if (entry.position < expected) return fault('added', entry.position);
  if (!whole) return fault('changed', expected);
  // Whole in itself and made after another entry than the one before it: that one was made anew.
  return entry.previous === previous ? undefined : fault('changed', Math.max(expected - 1, 1));
}

function holds(anchor: Anchor, hash: string, frontier: Frontier): boolean {
  if (anchor.hash !== undefined) return anchor.hash === hash;
  const head = frontierHead(frontier);
  return anchor.head?.length === head.length && head.every((byte, place) => byte === anchor.head?.[place]);
}
