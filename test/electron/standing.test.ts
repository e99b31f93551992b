import { afterEach, beforeEach, expect, test } from 'vitest';
import { begin } from '../../domain/ceremony.ts';
import { snapshot as readSnapshot, type Snapshot } from '../../domain/contract/station.ts';
import type { TokenSeen, TokenSerial } from '../../domain/token.ts';
import { tokenStanding } from '../../electron/ceremony/standing.ts';
import { saveCeremony } from '../../electron/vault/ceremonies.ts';
import { closeVault, commit, openVault, type Vault } from '../../electron/vault/database.ts';
import { moveIssuance, prepareIssuance } from '../../electron/vault/issuances.ts';
import { shelfToken } from '../../electron/vault/shelf.ts';
import { applySnapshot } from '../../electron/vault/snapshot.ts';
import { listTokens } from '../../electron/vault/token-list.ts';
import { readToken, saveToken } from '../../electron/vault/tokens.ts';
import { newDirectory } from './desk-at-work.ts';

let vault: Vault;
const desk = () => ({ vault, controller: () => '', now: () => new Date() });
beforeEach(async () => {
  vault = await openVault(newDirectory(), undefined);
});
afterEach(() => closeVault(vault));

const serial = '12345678' as TokenSerial;
const seen = (changes: Partial<TokenSeen> = {}): TokenSeen => ({
  presence: 'p',
  model: 'YubiKey 5 NFC',
  serial,
  firmware: '5.4.3',
  slots: { 1: { configured: true, touch: true }, 2: { configured: false, touch: false } },
  transport: 'usb',
  practice: false,
  ...changes,
});

type ServerToken = Snapshot['tokens'][number];
function pull(...tokens: readonly Partial<ServerToken>[]): void {
  pullStocked([], ...tokens);
}

function pullStocked(stock: Snapshot['stock'], ...tokens: readonly Partial<ServerToken>[]): void {
  const snapshot: Snapshot = readSnapshot.parse({
    version: '1',
    serverTime: '',
    realms: ['office'],
    people: [
      { realm: 'office', username: 'jane', userId: '1', givenName: 'Jane', surname: 'Doe', email: '', office: '' },
    ],
    tokens: tokens.map((token) => ({
      serial: `UBOM${serial}_1`,
      tokenSerial: serial,
      type: 'hotp',
      active: true,
      revoked: false,
      owner: null,
      ...token,
    })),
    policies: [],
    controllers: [],
    trust: [],
    offices: [],
    stock,
    guidelines: { version: 1, text: '' },
  });
  commit(vault, () => applySnapshot(vault, snapshot, '"1"', ''));
}

const own = (state: 'issued' | 'quarantined' | 'lost', practice = false) =>
  saveToken(vault, {
    serial,
    model: 'YubiKey 5 NFC',
    firmware: '5.4.3',
    transport: 'usb',
    practice,
    state,
    holder: state === 'issued' ? { realm: 'office', username: 'jane', name: 'Jane Doe' } : undefined,
    slot: 1,
    credential: `UBOM${serial}_1`,
    updatedAt: '',
  });

/** An attempt at a slot that came to this end, as a ceremony would leave it. */
function attempt(slot: 1 | 2, state: 'issued' | 'quarantined' | 'void', reason = ''): void {
  const id = `${slot} ${attempts++}`;
  saveCeremony(vault, begin('c', '', 'anna'), '');
  const plan = { type: 'hotp', digits: 6, startCounter: 0, publicId: '', practice: false } as const;
  prepareIssuance(
    vault,
    { id, ceremony: 'c', token: serial, slot, ...plan, seed: undefined, sealedSeed: undefined },
    '',
  );
  moveIssuance(vault, id, state, '', reason);
}
let attempts = 0;

const jane = { realm: 'office', username: 'jane' };

test('a blank token is ready, one with a foreign credential is occupied, one without a serial cannot be told', () => {
  const blank = { 1: { configured: false, touch: false }, 2: { configured: false, touch: false } };
  expect(tokenStanding(desk(), seen({ slots: blank }))).toEqual({ kind: 'ready' });
  expect(tokenStanding(desk(), seen())).toEqual({ kind: 'occupied', slots: [1] });
  expect(tokenStanding(desk(), seen({ serial: undefined }))).toEqual({ kind: 'no serial' });
});

test('what the server says of a token counts: whose it is, suspended, revoked, in stock', () => {
  pull({ owner: jane });
  expect(tokenStanding(desk(), seen())).toEqual({ kind: 'issued', holder: 'Jane Doe' });
  pull({ owner: { realm: 'office', username: 'gone' } });
  expect(tokenStanding(desk(), seen())).toEqual({ kind: 'issued', holder: 'gone' });
  pull({ owner: jane, active: false });
  expect(tokenStanding(desk(), seen())).toEqual({ kind: 'unavailable', state: 'suspended' });
  pull({ revoked: true });
  expect(tokenStanding(desk(), seen())).toEqual({ kind: 'unavailable', state: 'revoked' });
  pull({});
  expect(tokenStanding(desk(), seen())).toEqual({ kind: 'ready' });
});

test('what this desk did counts until the server has heard of it', () => {
  pull({});
  own('issued');
  expect(tokenStanding(desk(), seen())).toEqual({ kind: 'issued', holder: 'Jane Doe' });
  own('quarantined');
  attempt(1, 'quarantined');
  expect(tokenStanding(desk(), seen())).toEqual({ kind: 'quarantined', slots: [1] });
  own('lost');
  expect(tokenStanding(desk(), seen())).toEqual({ kind: 'unavailable', state: 'lost' });
});

test('a slot stays quarantined until it is written anew, whatever becomes of the other one', () => {
  pull({});
  own('quarantined');
  attempt(2, 'quarantined');
  attempt(1, 'issued');
  attempt(2, 'void');
  expect(tokenStanding(desk(), seen())).toEqual({ kind: 'quarantined', slots: [2] });
  attempt(2, 'issued');
  expect(tokenStanding(desk(), seen())).toEqual({ kind: 'ready' });
});

const stocked = (state: Snapshot['stock'][number]['state']) => [{ serial, model: '', state, office: 'bern' }];

test('a quarantine ends when the server has heard of it and of a later word: the slot that was written anew is known', () => {
  const slot2 = { serial: `UBOM${serial}_2` };
  own('quarantined');
  attempt(1, 'quarantined');
  pullStocked(stocked('quarantined'), { active: false });
  expect(tokenStanding(desk(), seen())).toEqual({ kind: 'quarantined', slots: [1] });
  pullStocked(stocked('returned'), { active: false });
  expect(readToken(vault, serial)?.state).toBe('returned');
  expect(tokenStanding(desk(), seen()), 'the slot is as unknown as before').toEqual({
    kind: 'quarantined',
    slots: [1],
  });
  own('quarantined');
  pullStocked(stocked('issued'), { active: false }, { ...slot2, owner: jane });
  expect(readToken(vault, serial)).toMatchObject({ state: 'issued', holder: { username: 'jane' } });
  own('quarantined');
  pullStocked(stocked('in stock'), {});
  expect(shelfToken(vault, serial)).toMatchObject({ state: 'in stock', office: 'bern' });
  expect(tokenStanding(desk(), seen())).toEqual({ kind: 'ready' });
});

test('a quarantine of which the server has not heard holds, whatever was pulled', () => {
  own('quarantined');
  attempt(1, 'quarantined');
  vault.db.exec(`INSERT INTO records (id, ceremony, kind, practice, sequence, record, hash, signature, holder_name, token,
    controller, recorded_at) VALUES ('r', '', 'quarantined', 0, 1, '{}', '', '', '', '${serial}', '', '')`);
  for (const state of ['waiting', 'refused']) {
    vault.db.exec(
      `INSERT OR REPLACE INTO outbox (position, record, state, enqueued_at) VALUES (1, 'r', '${state}', '')`,
    );
    pullStocked(stocked('in stock'), {});
    expect(readToken(vault, serial)?.state).toBe('quarantined');
    expect(tokenStanding(desk(), seen())).toEqual({ kind: 'quarantined', slots: [1] });
  }
});

test('a practice token is ready again after each practice', () => {
  own('issued', true);
  expect(tokenStanding(desk(), seen({ practice: true }))).toEqual({ kind: 'ready' });
});

test('tokens are listed by serial with whose word it is, found by any part, a page at a time', () => {
  pull(
    { owner: jane },
    { serial: 'UBOM00000001_2', tokenSerial: '1', active: true },
    { serial: 'TOTP1', tokenSerial: '' },
  );
  own('quarantined');
  const all = listTokens(vault, '', 10, undefined);
  expect(all.rows.map(({ serial, state, source, slot }) => [serial, state, source, slot])).toEqual([
    ['', 'in stock', 'server', 0],
    ['1', 'in stock', 'server', 2],
    [serial, 'quarantined', 'this desk', 1],
  ]);
  expect(listTokens(vault, 'quarant', 10, undefined).rows).toHaveLength(1);
  const first = listTokens(vault, '', 1, undefined).rows[0];
  expect(listTokens(vault, '', 5, [first?.serial ?? '', first?.credential ?? '']).rows).toHaveLength(2);
});
