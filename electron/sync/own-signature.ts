import { createPublicKey, verify } from 'node:crypto';
import { noteText, type SignedNote } from '../../domain/log/checkpoint.ts';
import { countersigned, type Verifies } from '../../domain/log/signed-checkpoint.ts';
import type { KeydeskEnrolment } from '../vault/station.ts';
import type { SyncParts } from './parts.ts';

/** A checkpoint with the log's signature and this station's under it: its id is the signer's name. */
export function ownSignatureUnder(
  { station, now }: Pick<SyncParts, 'station' | 'now'>,
  { id }: Pick<KeydeskEnrolment, 'id'>,
  note: SignedNote,
): string {
  const origin = note.text.split('\n')[0];
  const own = { text: note.text, signatures: note.signatures.filter(({ name }) => name === origin) };
  const witness = { name: id, publicKey: station.publicKey, sign: station.sign };
  return noteText(countersigned(own, witness, Math.floor(now().getTime() / 1000)));
}

/** Ed25519 over a text, by a raw key; what is no key or no signature verifies nothing. */
export const verifiesText: Verifies = (publicKey, text, signature) => {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
};
