import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import { auditHash, auditText } from '../audit.ts';
import type { Receipt } from '../record.ts';
import type { BundleFault, BundleLine, BundleReport, ComparedNote } from './bundle.ts';
import type { BundleHeader } from './bundle-header.ts';
import { readCheckpoint, readNote, type SignedNote } from './checkpoint.ts';
import { includes, leafHash, type TreeHash } from './merkle-tree.ts';
import { countersignedAt, signedCheckpoint } from './signed-checkpoint.ts';
import type { BundleChecks } from './verify-bundle.ts';
import type { Anchor, ChainReport } from './verify-chain.ts';

type Report = (what: BundleFault['what'], of: BundleFault['of'], at: string) => void;
type NoteLine = Extract<BundleLine, { kind: 'checkpoint' | 'kept' }>;

/** The checkpoints of a bundle, the stations' signatures under them, and what was kept elsewhere. */
export function bundleNotes(
  header: BundleHeader,
  serverKeyAt: (position: number) => string,
  { verifies, notes = [] }: BundleChecks,
  report: Report,
) {
  const anchors: Anchor[] = [];
  const newest = new Map<string, BundleReport['countersigners'][number]>();
  /** Heads of the server's log by their size, of a desk's bundle. */
  const keptHeads = new Map<number, TreeHash>();
  const lastSize = { checkpoint: -1, kept: -1 };
  const proven = new Set<string>();
  let countersignatures = 0;
  let lines = 0;

  function takeNote(kind: 'checkpoint' | 'kept', text: string): void {
    lines += 1;
    const isOwn = kind === 'checkpoint';
    const signer = isOwn ? header : header.server;
    const note = readNote(text);
    const keyAt = isOwn ? ownKeyAt(header, serverKeyAt) : serverKeyAt;
    const checkpoint = note === undefined ? undefined : signedCheckpoint(verifies, note, keyAt(sizeOf(note)));
    if (note === undefined || checkpoint?.origin !== signer.origin) {
      report('signature', kind, checkpoint === undefined ? `number ${lines}` : `of ${checkpoint.size} entries`);
      return;
    }
    const { size, head } = checkpoint;
    if (size <= lastSize[kind]) report(size === lastSize[kind] ? 'added' : 'moved', kind, `of ${size} entries`);
    lastSize[kind] = Math.max(lastSize[kind], size);
    if (kind === 'checkpoint') anchors.push({ position: size, head });
    else keptHeads.set(size, head);
    takeCountersignatures(note, signer.origin, size);
  }

  function takeCountersignatures(note: SignedNote, origin: string, size: number): void {
    const seen = new Set<string>();
    for (const signature of note.signatures) {
      if (signature.name === origin) continue;
      countersignatures += 1;
      const at = `${signature.name} under the checkpoint of ${size} entries`;
      const station = header.stations.find(({ id }) => id === signature.name);
      if (station === undefined || seen.has(signature.name)) {
        report('added', 'countersignature', at);
        continue;
      }
      seen.add(signature.name);
      const only = { text: note.text, signatures: [signature] };
      const seconds = countersignedAt(verifies, only, station.id, station.publicKey);
      if (seconds === undefined) report('signature', 'countersignature', at);
      else newest.set(station.id, { station: station.id, name: station.name, size, seconds });
    }
  }

  return {
    take: ({ kind, note }: NoteLine): void => takeNote(kind, note),
    /** A desk's proof that a record is in the server's log, where its receipt says. */
    takeInclusion(line: Extract<BundleLine, { kind: 'inclusion' }>, receipt: Receipt | undefined): void {
      const { record, size, entry, proof } = line;
      if (proven.has(record)) {
        report('added', 'inclusion', record);
        return;
      }
      proven.add(record);
      const head = keptHeads.get(size);
      const isThere =
        head !== undefined &&
        receipt !== undefined &&
        entry.position === receipt.position &&
        auditHash(entry) === receipt.head &&
        includes(head, size, entry.position - 1, leafHash(utf8ToBytes(auditText(entry))), proof.map(base64.decode));
      if (!isThere) report('changed', 'inclusion', record);
    },
    anchors: (): readonly Anchor[] => [
      ...anchors,
      ...outside(verifies, header, serverKeyAt, notes).flatMap(({ anchor }) => anchor ?? []),
    ],
    countersignatures: () => countersignatures,
    countersigners: (): BundleReport['countersigners'] => [...newest.values()],
    /** What became of the notes that were kept elsewhere, once the audit was followed. */
    compared(outcomeOf: ChainReport['outcomeOf']): readonly ComparedNote[] {
      return outside(verifies, header, serverKeyAt, notes).map(({ checkpoint, ofServer }): ComparedNote => {
        if (checkpoint === undefined) return { size: 0, outcome: 'signature' };
        const { size, head } = checkpoint;
        if (ofServer) {
          const kept = keptHeads.get(size);
          if (kept === undefined) return { size, outcome: size > lastSize.kept ? 'beyond' : 'another log' };
          return { size, outcome: same(kept, head) ? 'holds' : 'another history' };
        }
        if (checkpoint.origin !== header.origin) return { size, outcome: 'another log' };
        return { size, outcome: size === 0 ? 'holds' : outcomeOf({ position: size, head }) };
      });
    },
  };
}

/** The notes that were kept elsewhere, as far as their signatures hold. */
function outside(
  verifies: BundleChecks['verifies'],
  header: BundleHeader,
  serverKeyAt: (position: number) => string,
  notes: readonly string[],
) {
  const signed = (note: SignedNote | undefined, keyAt: (position: number) => string) =>
    note === undefined ? undefined : signedCheckpoint(verifies, note, keyAt(sizeOf(note)));
  return notes.map((text) => {
    const note = readNote(text);
    const own = signed(note, ownKeyAt(header, serverKeyAt));
    const checkpoint = own ?? signed(note, serverKeyAt);
    const isThis = own?.origin === header.origin;
    const ofServer = header.log === 'desk' && checkpoint?.origin === header.server.origin;
    const anchor = isThis && own !== undefined ? [{ position: own.size, head: own.head }] : undefined;
    return { checkpoint, ofServer, anchor };
  });
}

/** What signs the log of this bundle: the server's key of then, or the desk's only one. */
function ownKeyAt({ log, key }: BundleHeader, serverKeyAt: (position: number) => string) {
  return (position: number) => (log === 'server' ? serverKeyAt(position) : key);
}

function sizeOf({ text }: SignedNote): number {
  return readCheckpoint(text)?.size ?? 0;
}

function same(one: TreeHash, other: TreeHash): boolean {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}
