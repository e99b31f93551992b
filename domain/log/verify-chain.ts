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
  readonly position: number;
  readonly hash?: string;
  readonly head?: TreeHash;
}

/** What came of following the audit. */
export interface ChainReport {
  readonly entries: number;
  readonly anchoredUpTo: number;
  readonly fault: BundleFault | undefined;
  /** What came of an anchor; behind a fault of the chain nothing can be compared. */
  readonly outcomeOf: (anchor: Anchor) => 'holds' | 'another history' | 'beyond' | 'not reached';
}

/** What follows the audit entry by entry; `end` tells what came of it. */
export interface ChainCheck {
  readonly take: (entry: HashedEntry) => void;
  readonly end: () => ChainReport;
}

/**
 * Follows the chain and holds it against what was signed about it. The first fault is kept: an entry that was changed,
 * or left out, put elsewhere or put in (told apart at the end, by what came after). A chain that was made anew after a
 * change is consistent in itself and is found at the next anchor. `signedHash` is what somebody signed about an entry
 * without naming its place.
 */
export function chainCheck(
  anchors: readonly Anchor[],
  signedHash: (entry: AuditEntry) => string | undefined = () => undefined,
): ChainCheck {
  const byPosition = new Map<number, Anchor[]>();
  for (const anchor of anchors) {
    const there = byPosition.get(anchor.position);
    if (there === undefined) byPosition.set(anchor.position, [anchor]);
    else there.push(anchor);
  }
  let expected = 1;
  let last: HashedEntry | undefined;
  let frontier: Frontier = emptyFrontier;
  let entries = 0;
  let anchoredUpTo = 0;
  let fault: BundleFault | undefined;
  const broken: Anchor[] = [];

  function take(one: HashedEntry): void {
    entries += 1;
    const { entry, hash } = one;
    if (fault !== undefined) {
      fault = movedInstead(fault, entry, entries);
      return;
    }
    const text = auditText(entry);
    fault = linkFault(entry, textHash(text) === hash, expected, last);
    if (fault !== undefined) return;
    frontier = withEntry(frontier, utf8ToBytes(text));
    const signed = signedHash(entry);
    if (signed === hash) anchoredUpTo = expected;
    else if (signed !== undefined) fault = somewhere(expected, anchoredUpTo, entry);
    for (const anchor of byPosition.get(expected) ?? []) {
      if (holds(anchor, hash, frontier)) anchoredUpTo = expected;
      else {
        broken.push(anchor);
        fault ??= somewhere(expected, anchoredUpTo, entry);
      }
    }
    expected += 1;
    last = one;
  }

  return {
    take,
    end() {
      if (fault === undefined && anchors.some(({ position }) => position >= expected)) {
        fault = { what: 'dropped', of: 'entry', at: `${expected}`, before: last?.entry };
      }
      const outcomeOf: ChainReport['outcomeOf'] = (anchor) => {
        if (broken.some((one) => isSame(one, anchor))) return 'another history';
        if (anchor.position < expected) return 'holds';
        return anchor.position > entries ? 'beyond' : 'not reached';
      };
      return { entries, anchoredUpTo, fault, outcomeOf };
    },
  };
}

function somewhere(position: number, anchoredUpTo: number, found: AuditEntry): BundleFault {
  return { what: 'changed somewhere up to here', of: 'entry', at: `${position}`, after: `${anchoredUpTo}`, found };
}

function linkFault(
  entry: AuditEntry,
  whole: boolean,
  expected: number,
  last: HashedEntry | undefined,
): BundleFault | undefined {
  const about = { of: 'entry', found: entry, before: last?.entry } as const;
  if (entry.position > expected) return { what: 'dropped', at: `${expected}`, ...about };
  if (entry.position < expected) return { what: 'added', at: `${entry.position}`, ...about };
  if (!whole) return { what: 'changed', at: `${expected}`, ...about };
  if (entry.previous === (last?.hash ?? '0'.repeat(64))) return undefined;
  // Whole in itself and made after another entry than the one before it: that one was made anew.
  if (last === undefined) return { what: 'changed', at: '1', ...about };
  return { what: 'changed', of: 'entry', at: `${expected - 1}`, found: last.entry };
}

/**
 * What seemed to be left out stands further on. When it comes right behind the one that stood in its place, and that one
 * came from further on, it is that one that was moved.
 */
function movedInstead(fault: BundleFault, entry: AuditEntry, entries: number): BundleFault {
  if (fault.what !== 'dropped' || `${entry.position}` !== fault.at) return fault;
  const early = fault.found;
  const isNext = entries === entry.position + 1;
  if (early !== undefined && isNext && early.position > entry.position + 1) {
    return { ...fault, what: 'moved', at: `${early.position}` };
  }
  return { ...fault, what: 'moved', found: entry };
}

function holds(anchor: Anchor, hash: string, frontier: Frontier): boolean {
  return anchor.hash === undefined ? areSame(anchor.head, frontierHead(frontier)) : anchor.hash === hash;
}

function isSame(one: Anchor, other: Anchor): boolean {
  return one.position === other.position && one.hash === other.hash && areSame(one.head, other.head);
}

function areSame(one: TreeHash | undefined, other: TreeHash | undefined): boolean {
  return one?.length === other?.length && (one ?? []).every((byte, place) => byte === other?.[place]);
}
