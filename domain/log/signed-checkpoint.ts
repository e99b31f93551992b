import { base64urlnopad } from '@scure/base';
import {
  type Checkpoint,
  cosignedText,
  keyIdOf,
  readCheckpoint,
  readTimedSignature,
  type SignedNote,
  signatureKind,
  timedSignature,
} from './checkpoint.ts';

/** Ed25519 over a text's UTF-8 bytes; the raw key and the signature as base64url without padding. */
export type Verifies = (publicKey: string, text: string, signature: string) => boolean;

/** The checkpoint of a note, when the log itself signed it with this key. */
export function signedCheckpoint(verifies: Verifies, note: SignedNote, publicKey: string): Checkpoint | undefined {
  const checkpoint = readCheckpoint(note.text);
  if (checkpoint === undefined) return undefined;
  const keyId = keyIdOf(checkpoint.origin, signatureKind.log, rawKey(publicKey));
  const signed = note.signatures.some(
    (one) =>
      one.name === checkpoint.origin &&
      sameBytes(one.keyId, keyId) &&
      verifies(publicKey, note.text, base64urlnopad.encode(one.signature)),
  );
  return signed ? checkpoint : undefined;
}

/** When a witness says to have seen the note: its time in seconds, when the signature under its name holds. */
export function countersignedAt(
  verifies: Verifies,
  note: SignedNote,
  name: string,
  publicKey: string,
): number | undefined {
  const keyId = keyIdOf(name, signatureKind.witness, rawKey(publicKey));
  for (const one of note.signatures) {
    const timed = readTimedSignature(one.signature);
    if (one.name !== name || !sameBytes(one.keyId, keyId) || timed === undefined) continue;
    const signature = base64urlnopad.encode(timed.signature);
    if (verifies(publicKey, cosignedText(note.text, timed.seconds), signature)) return timed.seconds;
  }
  return undefined;
}

/** A note with a witness's signature under it, beside those that are there. */
export function countersigned(
  note: SignedNote,
  witness: { readonly name: string; readonly publicKey: string; readonly sign: (text: string) => string },
  seconds: number,
): SignedNote {
  const signature = base64urlnopad.decode(witness.sign(cosignedText(note.text, seconds)));
  const keyId = keyIdOf(witness.name, signatureKind.witness, rawKey(witness.publicKey));
  const line = { name: witness.name, keyId, signature: timedSignature(seconds, signature) };
  return { ...note, signatures: [...note.signatures, line] };
}

function rawKey(publicKey: string): Uint8Array {
  try {
    return base64urlnopad.decode(publicKey);
  } catch {
    return new Uint8Array();
  }
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}
