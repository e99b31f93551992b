import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import type { TreeHash } from './merkle-tree.ts';

/** Where a log stands: its name, how many entries, and the head of their tree (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly head: TreeHash;
}

/** One signature under a note. `name` is the signer's, `keyId` four bytes that tell its keys apart (C2SP signed-note). */
interface NoteSignature {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Kinds of signature (C2SP signed-note, tlog-cosignature): the log's own, and a witness's with its time. */
export const signatureKind = { log: 1, witness: 4 } as const;

const dash = '—';

/** The text of a checkpoint: three lines. */
export function checkpointText({ origin, size, head }: Checkpoint): string {
  return `${origin}\n${size}\n${base64.encode(head)}\n`;
}

/** The checkpoint of a text; further lines are left to who knows them. Nothing when it is none. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size, head] = text.split('\n');
  if (!origin || size === undefined || !/^(0|[1-9]\d{0,14})$/.test(size)) return undefined;
  const bytes = fromBase64(head ?? '');
  return bytes?.length === 32 ? { origin, size: Number(size), head: bytes } : undefined;
}

/** Four bytes that name a key within its signer's name. */
export function keyIdOf(
  name: string,
  kind: (typeof signatureKind)[keyof typeof signatureKind],
  publicKey: Uint8Array,
): Uint8Array {
  return sha256(Uint8Array.of(...utf8ToBytes(`${name}\n`), kind, ...publicKey)).slice(0, 4);
}

/** What a witness signs: that it saw this text at this time (whole seconds since 1970). */
export function cosignedText(text: string, seconds: number): string {
  return `cosignature/v1\ntime ${seconds}\n${text}`;
}

/** A witness's signature with its time before it: eight bytes, big-endian, then the 64 of Ed25519. */
export function timedSignature(seconds: number, signature: Uint8Array): Uint8Array {
  const timed = new Uint8Array(8 + signature.length);
  new DataView(timed.buffer).setBigUint64(0, BigInt(seconds));
  timed.set(signature, 8);
  return timed;
}

/** The time and the signature of a witness's line; nothing when it is too short. */
export function readTimedSignature(timed: Uint8Array): { seconds: number; signature: Uint8Array } | undefined {
  if (timed.length !== 72) return undefined;
  const seconds = Number(new DataView(timed.buffer, timed.byteOffset).getBigUint64(0));
  return { seconds, signature: timed.slice(8) };
}

export function noteText({ text, signatures }: SignedNote): string {
  const lines = signatures.map(
    ({ name, keyId, signature }) => `${dash} ${name} ${base64.encode(Uint8Array.of(...keyId, ...signature))}\n`,
  );
  return `${text}\n${lines.join('')}`;
}

/** A note and its signatures, none of them looked at; nothing when it is not in the form. */
export function readNote(note: string): SignedNote | undefined {
  const place = note.lastIndexOf('\n\n');
  if (place < 0 || !note.endsWith('\n') || note.length > 1_000_000) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of note
    .slice(place + 2)
    .split('\n')
    .slice(0, -1)) {
    const parts = new RegExp(`^${dash} (\\S+) (\\S+)$`).exec(line);
    const bytes = fromBase64(parts?.[2] ?? '');
    if (parts === null || bytes === undefined || bytes.length < 5) return undefined;
    signatures.push({ name: parts[1] as string, keyId: bytes.slice(0, 4), signature: bytes.slice(4) });
  }
  return signatures.length === 0 ? undefined : { text: note.slice(0, place + 1), signatures };
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return base64.decode(text);
  } catch {
    return undefined;
  }
}
