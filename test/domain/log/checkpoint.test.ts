import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  checkpointText,
  cosignedText,
  keyIdOf,
  noteText,
  readCheckpoint,
  readNote,
  readTimedSignature,
  signatureKind,
  timedSignature,
} from '../../../domain/log/checkpoint.ts';
import { leafHash } from '../../../domain/log/merkle-tree.ts';

const text = checkpointText({ origin: 'keydesk.example/audit', size: 7, head: leafHash(Uint8Array.of(1)) });

test('reads the checkpoint that it wrote', () => {
  expect(readCheckpoint(text)).toEqual({
    origin: 'keydesk.example/audit',
    size: 7,
    head: leafHash(Uint8Array.of(1)),
  });
});

test.each(['', 'origin', 'origin\n07\nAAAA\n', 'origin\n7\nAAAA\n', 'origin\n-7\nAAAA\n', 'origin\n7\n!\n'])(
  'finds no checkpoint in %j',
  (other) => {
    expect(readCheckpoint(other)).toBeUndefined();
  },
);

// The example of the Go package golang.org/x/mod/sumdb/note.
const example = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

test('reads a note that another program signed, and its signature holds', () => {
  const note = readNote(example);
  const [signature] = note?.signatures ?? [];
  const key = Buffer.from('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'base64');
  expect(key[0]).toBe(signatureKind.log);
  expect(signature?.name).toBe('PeterNeumann');
  expect(Buffer.from(signature?.keyId ?? []).toString('hex')).toBe('c74f20a3');
  expect(Buffer.from(keyIdOf('PeterNeumann', signatureKind.log, key.subarray(1)))).toEqual(
    Buffer.from(signature?.keyId ?? []),
  );
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: key.subarray(1).toString('base64url') },
    format: 'jwk',
  });
  expect(verify(null, Buffer.from(note?.text ?? ''), publicKey, signature?.signature ?? new Uint8Array())).toBe(true);
  expect(noteText(note as NonNullable<typeof note>)).toBe(example);
});

test('keeps the time in what a witness signs', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const seconds = 1_800_000_000;
  const line = timedSignature(seconds, sign(null, Buffer.from(cosignedText(text, seconds)), privateKey));
  const read = readTimedSignature(line);
  expect(read?.seconds).toBe(seconds);
  expect(verify(null, Buffer.from(cosignedText(text, seconds)), publicKey, read?.signature ?? line)).toBe(true);
  expect(verify(null, Buffer.from(cosignedText(text, seconds + 1)), publicKey, read?.signature ?? line)).toBe(false);
});

test.each(['', 'text\n', 'text\n\n', 'text\n\n— name\n', 'text\n\n— name AAAA\n', 'text\n\nname AAAAAAAAAAAA\n'])(
  'finds no signed note in %j',
  (other) => {
    expect(readNote(other)).toBeUndefined();
  },
);
