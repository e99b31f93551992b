import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { signatureBase, signatureParameters } from '../../domain/contract/message-signature.ts';
import { type EnrolReply, enrolmentCode } from '../../domain/contract/station.ts';
import type { IssuanceRecord, IssuedRecord, Sealed, SignedRecord } from '../../domain/record.ts';
import { firstPrevious } from '../../domain/record.ts';
import { recordText, sealContext, textHash } from '../../domain/record-text.ts';
import { credentialSerial, type TokenSerial } from '../../domain/token.ts';
import type { Client, Reply } from './https-client.ts';

/** A station as the contract has it, written apart from the desk's own code. */
export interface TestStation {
  readonly id: string;
  readonly enrolment: EnrolReply;
  /** Raw Ed25519, base64url. */
  readonly publicKey: string;
  readonly signText: (text: string) => string;
  readonly request: (method: string, path: string, body?: string, spoil?: Spoil) => Promise<Reply>;
  /** The next issue in this station's chain; not sent, and the chain does not move until `follow`. */
  readonly issue: (wish: Wish) => Promise<SignedRecord>;
  readonly sign: (record: IssuanceRecord) => SignedRecord;
  readonly base: () => Pick<
    IssuedRecord,
    | 'version'
    | 'id'
    | 'station'
    | 'sequence'
    | 'previous'
    | 'ceremony'
    | 'controller'
    | 'recordedAt'
    | 'appVersion'
    | 'auditHead'
  >;
  readonly put: (signed: SignedRecord) => Promise<Reply>;
  /** The next record comes after this one. */
  readonly follow: (signed: SignedRecord) => void;
}

interface Spoil {
  readonly digest?: boolean;
  readonly key?: boolean;
  readonly headers?: Record<string, string>;
}

interface Wish {
  readonly username?: string;
  readonly userId?: string;
  readonly serial?: string;
  readonly slot?: 1 | 2;
  readonly type?: 'hotp' | 'yubikey';
  readonly seed?: Uint8Array;
  readonly replaces?: string;
  readonly pin?: string;
  readonly counter?: number;
  readonly publicId?: string;
  readonly controller?: string;
  readonly sealedFor?: { readonly slot?: 1 | 2 };
}

export const rfcSeed = Buffer.from('12345678901234567890');

export async function enrol(client: Client, code: string, name = 'Desk 1'): Promise<TestStation> {
  const { secret } = readCode(code);
  const keys = generateKeyPairSync('ed25519');
  const publicKey = keys.publicKey.export({ format: 'jwk' }).x ?? '';
  const reply = await client.send('POST', '/stations/enrol', { body: JSON.stringify({ secret, name, publicKey }) });
  if (reply.status !== 200) throw new Error(`not enrolled: ${reply.text}`);
  const enrolment = reply.json as EnrolReply;
  let sequence = 1;
  let previous = firstPrevious;

  const request: TestStation['request'] = (method, path, body = '', spoil = {}) => {
    const digest = `sha-256=:${createHash('sha256')
      .update(spoil.digest ? `${body} ` : body)
      .digest('base64')}:`;
    const parameters = signatureParameters(enrolment.station, randomBytes(9).toString('base64url'));
    const base = signatureBase(method, path.replace(/\?.*$/, ''), digest, parameters);
    const privateKey = spoil.key ? generateKeyPairSync('ed25519').privateKey : keys.privateKey;
    return client.send(method, path, {
      headers: {
        ...spoil.headers,
        'content-digest': digest,
        'signature-input': `keydesk=${parameters}`,
        signature: `keydesk=:${sign(null, Buffer.from(base), privateKey).toString('base64')}:`,
      },
      ...(body === '' ? {} : { body }),
    });
  };
  const base: TestStation['base'] = () => ({
    version: 1,
    id: randomBytes(16).toString('hex'),
    station: enrolment.station,
    sequence,
    previous,
    ceremony: randomBytes(16).toString('hex'),
    controller: 'root',
    recordedAt: '2026-11-21T10:00:00.000Z',
    appVersion: '0.1.0',
    auditHead: firstPrevious,
  });
  const signRecord: TestStation['sign'] = (record) => ({
    record,
    signature: sign(null, Buffer.from(recordText(record)), keys.privateKey).toString('base64url'),
  });
  return {
    id: enrolment.station,
    enrolment,
    publicKey,
    signText: (text) => sign(null, Buffer.from(text), keys.privateKey).toString('base64url'),
    request,
    base,
    sign: signRecord,
    put: (signed) => request('PUT', `/stations/self/records/${signed.record.id}`, JSON.stringify(signed)),
    follow(signed) {
      sequence = signed.record.sequence + 1;
      previous = textHash(recordText(signed.record));
    },
    async issue(wish) {
      const { type = 'hotp', slot = 1, serial = '12345678', counter = 0, publicId = '' } = wish;
      const issuance = randomBytes(16).toString('hex');
      const token = serial as TokenSerial;
      const seal = (what: 'seed' | 'pin', bytes: Uint8Array) =>
        sealTo(enrolment, bytes, what, {
          station: enrolment.station,
          issuance,
          token,
          slot: wish.sealedFor?.slot ?? slot,
        });
      return signRecord({
        ...base(),
        controller: wish.controller ?? 'root',
        kind: 'issued',
        holder: { realm: 'office', username: wish.username ?? 'amara.okafor', userId: wish.userId ?? '1001' },
        checks: { presence: true, proof: 'known to me', guidelinesVersion: 1 },
        token: { serial: token, model: 'YubiKey 5', firmware: '5.4.3', transport: 'usb' },
        credential: {
          issuance,
          serial: credentialSerial(token, slot, type),
          type,
          slot,
          digits: 6,
          counter,
          publicId,
          seed: await seal('seed', wish.seed ?? rfcSeed),
        },
        ...(wish.replaces === undefined ? {} : { replaces: wish.replaces as TokenSerial }),
        ...(wish.pin === undefined ? {} : { pin: await seal('pin', Buffer.from(wish.pin)) }),
        acknowledgement: { kind: 'typed name', name: 'Amara Okafor', language: 'en' },
      });
    },
  };
}

export function readCode(code: string) {
  return enrolmentCode.parse(JSON.parse(Buffer.from(code.replace('keydesk1.', ''), 'base64url').toString()));
}

export async function sealTo(
  { sealingKey }: EnrolReply,
  bytes: Uint8Array,
  what: 'seed' | 'pin',
  place: { station: string; issuance: string; token: string; slot: number },
): Promise<Sealed> {
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const recipientPublicKey = await suite.kem.deserializePublicKey(
    new Uint8Array(Buffer.from(sealingKey.publicKey, 'base64url')),
  );
  const sender = await suite.createSenderContext({ recipientPublicKey, info: new TextEncoder().encode('keydesk-v1') });
  const context = sealContext(what, { keyId: sealingKey.keyId, ...place });
  const sealed = await sender.seal(new Uint8Array(bytes), new TextEncoder().encode(context));
  return {
    keyId: sealingKey.keyId,
    enc: Buffer.from(sender.enc).toString('base64url'),
    ciphertext: Buffer.from(sealed).toString('base64url'),
  };
}
