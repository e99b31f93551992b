import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type BundleCounts, type BundleFault, type BundleHashes, type BundleLine, bundleKinds } from './bundle.ts';
import type { Verifies } from './signed-checkpoint.ts';

type Kind = BundleLine['kind'];
type End = Extract<BundleLine, { kind: 'end' }>;

/** What the last line signs of all lines before it. */
export interface BundleSum {
  readonly counts: BundleCounts;
  /** Of the lines of each kind, one behind the other. */
  readonly hashes: BundleHashes;
}

const counted = [...bundleKinds, 'countersignature'] as const;

/** The text that is signed: how many of each kind there are, and a hash over them. */
export function bundleEndText({ counts, hashes }: BundleSum): string {
  const told = counted.map((kind) => `${kind} ${counts[kind] ?? 0} ${kind in hashes ? hashes[kind as Kind] : '-'}`);
  return `keydesk-bundle-v3\n${told.join('\n')}\n`;
}

/** The same of the form before this one: one hash over all lines, and no heads. */
function formerEndText(counts: BundleCounts, hash: string): string {
  const told = counted.filter((kind) => kind !== 'head').map((kind) => `${kind} ${counts[kind] ?? 0}`);
  return `keydesk-bundle-v2\n${told.join('\n')}\n${hash}\n`;
}

/** Sums lines up as they come. */
export function bundleSum() {
  const counts: Partial<Record<(typeof counted)[number], number>> = {};
  const running = new Map<Kind | 'all', ReturnType<typeof sha256.create>>();
  const hashOf = (kind: Kind | 'all') => bytesToHex((running.get(kind) ?? sha256.create()).clone().digest());
  function add(kind: Kind | 'all', bytes: Uint8Array): void {
    const hash = running.get(kind) ?? sha256.create();
    running.set(kind, hash.update(bytes));
  }
  return {
    counts,
    count(kind: (typeof counted)[number], many = 1): void {
      counts[kind] = (counts[kind] ?? 0) + many;
    },
    /** A line's text; `all` for a form that has one hash over them. */
    take: (kind: Kind | 'all', text: string): void => add(kind, utf8ToBytes(`${text}\n`)),
    all: (): string => hashOf('all'),
    sum: (): BundleSum => ({
      counts,
      hashes: Object.fromEntries([...running.keys()].map((kind) => [kind, hashOf(kind)])),
    }),
  };
}

/** What the last line says against what was found before it. */
export function endFaults(
  verifies: Verifies,
  key: string,
  version: 2 | 3,
  found: BundleSum & { readonly all: string },
  line: End | undefined,
): readonly BundleFault[] {
  if (line === undefined) return [{ what: 'dropped', of: 'end', at: 'the end of the file' }];
  const told = { counts: { ...line.counts, end: 0 }, hashes: line.hashes ?? {} };
  const text = version === 2 ? formerEndText(told.counts, found.all) : bundleEndText(told);
  const isSigned = typeof line.signature === 'string' && verifies(key, text, line.signature);
  if (version === 2 && isSigned) return [];
  const faults = counted.flatMap((kind): BundleFault[] => {
    const [is, was] = [found.counts[kind] ?? 0, told.counts[kind] ?? 0];
    if (kind === 'end') return [];
    if (is !== was) return [{ what: is < was ? 'dropped' : 'added', of: kind, at: `${is} of ${was}` }];
    const isSame = version === 2 || kind === 'countersignature' || found.hashes[kind] === told.hashes[kind];
    return isSame ? [] : [{ what: 'changed', of: kind, at: `one of ${was}` }];
  });
  return isSigned ? faults : [...faults, { what: 'signature', of: 'end', at: 'the end of the file' }];
}
