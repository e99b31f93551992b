import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeskAct } from '../../domain/act.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { closeVault, openVault, type Vault } from '../../electron/vault/database.ts';
import { moveStock } from '../../electron/vault/move-stock.ts';
import { shipmentTokens, shipmentWith } from '../../electron/vault/shipments.ts';
import { stockOf } from '../../electron/vault/stock.ts';
import { newDirectory } from './desk-at-work.ts';

const [token, other] = ['10000001', '10000002'] as [TokenSerial, TokenSerial];
const shipment = 'a'.repeat(32);
const holder = { realm: 'office', username: 'amara.okafor', userId: '1001' };
let vault: Vault;
const act = (doing: DeskAct) => moveStock(vault, doing, 'ines', '2026-01-01T00:00:00.000Z');
const giveUp = () => act({ what: 'arrived', shipment, office: 'bern', tokens: [other], lost: [token] });
const outcomes = () => shipmentTokens(vault, shipment).map(({ outcome }) => outcome);

beforeEach(async () => {
  vault = await openVault(newDirectory(), undefined);
  const tokens = [token, other].map((serial) => ({ serial, model: 'YubiKey 5' }));
  act({ what: 'received', office: 'zurich', order: '', tokens });
  act({ what: 'sent', shipment, from: 'zurich', to: 'bern', tokens: [token, other] });
  expect(outcomes()).toEqual(['on its way', 'on its way']);
});
afterEach(() => closeVault(vault));

test.each([
  ['taken back', 'returned', { what: 'returned', token, office: 'zurich', proven: true }],
  ['withdrawn', 'returned', { what: 'withdrawn', token, holder, reason: 'faulty', inHand: true }],
  ['scrapped', 'scrapped', { what: 'scrapped', token, office: 'zurich', note: '' }],
] as const)('what was %s since it was sent is in no box any more, and is not lost with it', (_word, state, doing) => {
  act(doing);
  expect(shipmentWith(vault, token)).toBeUndefined();
  expect(shipmentWith(vault, other)).toMatchObject({ id: shipment });
  giveUp();
  expect(stockOf(vault, token)).toMatchObject({ state });
  expect(outcomes()).toEqual(['elsewhere', 'arrived']);
});

test('what nobody had in hand is lost with its box', () => {
  giveUp();
  expect(stockOf(vault, token)).toMatchObject({ state: 'lost' });
  expect(outcomes()).toEqual(['lost', 'arrived']);
});
