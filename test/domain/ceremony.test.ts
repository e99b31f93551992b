import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  begin,
  type Ceremony,
  type CeremonyEvent,
  next,
  readyToIssue,
  steps,
  takes,
  tokenAllowed,
} from '../../domain/ceremony.ts';
import type { Failure } from '../../domain/failure.ts';
import type { TokenSerial } from '../../domain/token.ts';

const failure = (code: Failure['code']): Failure => ({ code, context: {} });
const holder = {
  realm: 'office',
  username: 'jane',
  userId: '1',
  givenName: 'Jane',
  surname: 'Doe',
  email: '',
  office: '',
  tokens: [],
};
const checks = { presence: true, proof: 'known to me', guidelinesVersion: 1 } as const;
const token = {
  serial: '123' as TokenSerial,
  model: 'YubiKey 5',
  firmware: '5.4.3',
  transport: 'usb',
} as const;
const plan = { type: 'hotp', digits: 6, counter: 0, slot: 1 } as const;
const acknowledgement = { kind: 'typed name', name: 'Jane', language: 'en' } as const;

/** Every event there is, in every shape that matters. */
const all: readonly CeremonyEvent[] = [
  { kind: 'holder chosen', holder },
  { kind: 'checks answered', checks },
  { kind: 'back' },
  { kind: 'token accepted', token, practice: false, plan },
  { kind: 'write begun', issuance: 'a' },
  { kind: 'write begun', issuance: 'b' },
  { kind: 'write proven' },
  { kind: 'write refused', failure: failure('token/write-refused') },
  { kind: 'write unknown', failure: failure('token/write-unknown') },
  { kind: 'code accepted', codes: 1 },
  { kind: 'code accepted', codes: 2 },
  { kind: 'code refused', failure: failure('code/wrong') },
  { kind: 'code refused', failure: failure('code/not-consecutive') },
  { kind: 'token changed', failure: failure('device/unplugged') },
  { kind: 'token changed', failure: undefined },
  { kind: 'pin sealed' },
  { kind: 'acknowledged', acknowledgement },
  { kind: 'interrupted' },
  { kind: 'person confirmed' },
  { kind: 'ended', outcome: { kind: 'issued', record: 'r' } },
  { kind: 'ended', outcome: { kind: 'refused', reason: 'not entitled', note: '', record: 'r' } },
  { kind: 'ended', outcome: { kind: 'stopped', reason: 'person left', note: '', record: 'r' } },
];

const straight: readonly CeremonyEvent[] = [
  { kind: 'holder chosen', holder },
  { kind: 'checks answered', checks },
  { kind: 'token accepted', token, practice: false, plan },
  { kind: 'write begun', issuance: 'a' },
  { kind: 'write proven' },
  { kind: 'code accepted', codes: 1 },
  { kind: 'code accepted', codes: 2 },
  { kind: 'pin sealed' },
  { kind: 'acknowledged', acknowledgement },
  { kind: 'ended', outcome: { kind: 'issued', record: 'r' } },
];

const start = begin('c', '2026-01-01T00:00:00.000Z', 'anna');
const walked = (events: readonly CeremonyEvent[]): Ceremony => events.reduce(next, start);
/** Mostly forwards, so that the later steps are reached too. */
const histories = fc
  .array(fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...straight) }, fc.constantFrom(...all)), { maxLength: 60 })
  .chain((noise) => fc.nat(straight.length).map((far) => [...straight.slice(0, far), ...noise]));

test('walks straight from the person to the issued token', () => {
  const seen = straight.map((_, place) => walked(straight.slice(0, place + 1)).step);
  expect(seen).toEqual([
    'checks',
    'token',
    'program',
    'program',
    'prove',
    'prove',
    'pin',
    'hand over',
    'hand over',
    'done',
  ]);
});

test('no order of events issues a token without checks, a proven write, two codes, a PIN and an acknowledgement', () => {
  fc.assert(
    fc.property(histories, (events) => {
      let now = start;
      let proven = '';
      let codes = 0;
      for (const event of events) {
        const before = now;
        now = next(before, event);
        if (now === before) continue;
        if (event.kind === 'write proven') proven = now.issuance ?? '';
        if (event.kind === 'code accepted') codes += 1;
        if (event.kind === 'write begun' || now.codes === 0) codes = 0;
        if (now.outcome?.kind !== 'issued') continue;
        expect(readyToIssue(before)).toBe(true);
        expect(now).toMatchObject({ holder, checks, token, codes: 2, pinSet: true, acknowledgement });
        expect({ proven, codes }).toEqual({ proven: now.issuance, codes: 2 });
        return;
      }
    }),
    { numRuns: 3000 },
  );
});

test('what is ended stays as it ended', () => {
  fc.assert(
    fc.property(histories, (events) => {
      let end: Ceremony | undefined;
      let now = start;
      for (const event of events) {
        now = next(now, event);
        end ??= now.outcome === undefined ? undefined : now;
      }
      if (end !== undefined) expect(now).toBe(end);
    }),
  );
});

test('an event that the step does not take changes nothing, and every open step can be left', () => {
  fc.assert(
    fc.property(histories, fc.constantFrom(...all), (events, event) => {
      const now = walked(events);
      if (!takes(now, event.kind)) expect(next(now, event)).toBe(now);
      expect(steps).toContain(now.step);
      const stopped = next(now, {
        kind: 'ended',
        outcome: { kind: 'stopped', reason: 'other', note: '', record: 'r' },
      });
      expect(stopped.step).toBe('done');
    }),
  );
});

test('after an interruption only the token’s own outcomes and the confirmation count', () => {
  fc.assert(
    fc.property(histories, fc.constantFrom(...all), (events, event) => {
      const now = next(walked(events), { kind: 'interrupted' });
      if (!now.confirmAgain) return;
      const after = next(now, event);
      if (after.confirmAgain) {
        expect({ ...after, problem: undefined, writing: now.writing, issuance: now.issuance, codes: 0 }).toMatchObject({
          holder: now.holder,
          checks: now.checks,
          token: now.token,
          pinSet: now.pinSet,
          acknowledgement: now.acknowledgement,
        });
      } else {
        expect(['person confirmed', 'ended']).toContain(event.kind);
        expect(after.outcome?.kind).not.toBe('issued');
      }
    }),
  );
});

test('an interruption in the middle of a write does not lose the write’s outcome', () => {
  const writing = next(walked(straight.slice(0, 4)), { kind: 'interrupted' });
  expect(writing).toMatchObject({ confirmAgain: true, writing: { phase: 'writing' } });
  expect(next(writing, { kind: 'write proven' })).toMatchObject({ step: 'prove', confirmAgain: true });
  expect(next(writing, { kind: 'write unknown', failure: failure('token/write-unknown') })).toMatchObject({
    step: 'program',
    issuance: undefined,
  });
});

test('an interruption between the codes begins the proof again', () => {
  expect(next(walked(straight.slice(0, 6)), { kind: 'interrupted' })).toMatchObject({ step: 'prove', codes: 0 });
});

test('before anybody is chosen and checked there is nothing to confirm', () => {
  expect(next(start, { kind: 'interrupted' })).toBe(start);
});

test('a code out of order begins the pair again, a wrong one does not', () => {
  const one = walked(straight.slice(0, 6));
  expect(next(one, { kind: 'code refused', failure: failure('code/not-consecutive') }).codes).toBe(0);
  expect(next(one, { kind: 'code refused', failure: failure('code/wrong') }).codes).toBe(1);
});

test('nobody goes back past a written token', () => {
  expect(next(walked(straight.slice(0, 3)), { kind: 'back' }).step).toBe('token');
  for (const far of [4, 5, 6, 7, 8]) {
    const now = walked(straight.slice(0, far));
    expect(next(now, { kind: 'back' })).toBe(now);
  }
});

test('whose token it is and what its slot holds decide whether it may be taken', () => {
  const allowed = (standing: Parameters<typeof tokenAllowed>[0], overwrite = false) =>
    tokenAllowed(standing, 1, overwrite)?.code;
  expect(allowed({ kind: 'ready' })).toBeUndefined();
  expect(allowed({ kind: 'quarantined', slots: [1] })).toBeUndefined();
  expect(allowed({ kind: 'quarantined', slots: [2] })).toBe('token/quarantined');
  expect(allowed({ kind: 'occupied', slots: [2] })).toBeUndefined();
  expect(allowed({ kind: 'occupied', slots: [1] })).toBe('token/occupied');
  expect(allowed({ kind: 'occupied', slots: [1] }, true)).toBeUndefined();
  expect(allowed({ kind: 'issued', holder: 'Jane' }, true)).toBe('token/issued');
  expect(allowed({ kind: 'unavailable', state: 'lost' }, true)).toBe('token/unavailable');
  expect(allowed({ kind: 'no serial' }, true)).toBe('token/no-serial');
});
