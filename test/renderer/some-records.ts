import type { Reply } from '../../domain/contract/ipc.ts';
import type { IssuanceRecord } from '../../domain/record.ts';

type Detail = Reply<'records/get'>;

const base = {
  version: 1,
  id: '0123456789abcdef0123456789abcdef',
  station: 'st_1',
  sequence: 7,
  previous: 'a'.repeat(64),
  ceremony: 'b'.repeat(32),
  controller: 'Maria Koch',
  recordedAt: '2026-11-21T10:15:00.000Z',
  appVersion: '0.1.0',
  auditHead: 'c'.repeat(64),
} as const;
const holder = { realm: 'staff', username: 'anna', userId: '7' } as const;
const checks = { presence: true, proof: 'document', documentKind: 'passport', guidelinesVersion: 3 } as const;
const token = { serial: '18574501', model: 'YubiKey 5 NFC', firmware: '5.4.3', transport: 'usb' };

/** What no eye has to see. */
export const sealedSeed = { keyId: 'k1', enc: 'c2VlZC1lbmM', ciphertext: 'c2VlZC1jaXBoZXI' };
export const sealedPin = { keyId: 'k1', enc: 'cGluLWVuYw', ciphertext: 'cGluLWNpcGhlcg' };

const bodies: Readonly<Record<IssuanceRecord['kind'], object>> = {
  issued: {
    holder,
    checks,
    token,
    credential: {
      issuance: 'd'.repeat(32),
      serial: 'UBOM18574501_1',
      type: 'hotp',
      slot: 1,
      digits: 6,
      counter: 2,
      publicId: '',
      seed: sealedSeed,
    },
    pin: sealedPin,
    acknowledgement: { kind: 'typed name', name: 'Anna Müller', language: 'de' },
  },
  refused: { holder, checks, reason: 'identity not proven', note: 'The passport had expired.' },
  stopped: { holder, reason: 'person left', note: '' },
  void: { issuance: 'd'.repeat(32), token, slot: 1, reason: 'token/write-refused' },
  quarantined: { issuance: 'd'.repeat(32), token, slot: 1, reason: 'token/write-unknown' },
  act: {
    act: { what: 'withdrawn', holder, token: '18574501', reason: 'leaves', inHand: true },
    checks,
    reason: 'Last day',
  },
};

export const kinds = Object.keys(bodies) as readonly IssuanceRecord['kind'][];

/** A record of a kind as the desk tells it, with what the test is about. */
export function someRecord(kind: IssuanceRecord['kind'], about: Partial<Detail> = {}): Detail {
  return {
    id: base.id,
    kind: kind === 'act' ? 'withdrawn' : kind,
    practice: false,
    holderName: kind === 'void' || kind === 'quarantined' ? '' : 'Anna Müller',
    tokenSerial: kind === 'refused' || kind === 'stopped' ? '' : '18574501',
    controller: base.controller,
    recordedAt: base.recordedAt,
    sequence: base.sequence,
    delivery: 'waiting',
    failure: null,
    record: { ...base, kind, ...bodies[kind] },
    contentHash: 'e'.repeat(64),
    office: 'Bern',
    receipt: null,
    inclusion: null,
    ...about,
  };
}

/** The server's receipt, as the desk keeps it. */
export function someReceipt(contentHash: string): Record<string, unknown> {
  return {
    receipt: {
      version: 1,
      record: base.id,
      contentHash,
      station: base.station,
      sequence: base.sequence,
      position: 90411,
      head: 'f'.repeat(64),
      receivedAt: '2026-11-21T10:15:02.000Z',
    },
    signature: 'c2lnbmF0dXJl',
  };
}
