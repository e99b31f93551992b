import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeskAct } from '../../domain/act.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { type Account, accountContext, openAccount } from '../../electron/sync/privacyidea/account.ts';
import { carryAct } from '../../electron/sync/privacyidea/carry-act.ts';
import { seal } from '../../electron/vault/sealing.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { bytes } from './desk-at-work.ts';
import { administrator, type Wire } from './privacyidea-desk.ts';

let house: House;
let wire: Wire;
let account: Account;
beforeAll(async () => {
  house = await openHouse();
  wire = await administrator(house);
  const vaultKey = new Uint8Array(32).fill(5);
  const secret = Buffer.from(seal(vaultKey, bytes(password), accountContext('st1'))).toString('base64url');
  const { url, installation } = house.server;
  const named = { id: 'st1', name: 'Desk 1', url, ca: installation.authority.ca };
  account = openAccount(
    { vaultKey, limits: undefined },
    {
      kind: 'privacyidea',
      ...named,
      account: { name: 'root', by: 'password', secret },
    },
  );
});
afterAll(async () => {
  account?.close();
  await house?.close();
});

const holder = { realm: 'office', username: 'amara.okafor', userId: '1001' };
const give = (serial: string, description: string) =>
  wire.post('/token/init', {
    type: 'hotp',
    serial,
    genkey: '1',
    user: holder.username,
    realm: holder.realm,
    description,
  });
const there = async (serial: string) => (await wire.get(`/token/?serial=${serial}`)).json.result.value.tokens[0];
const byDesk = `Keydesk ${'a'.repeat(32)}`;

test('a token reported lost is revoked on the server, in both slots, and nobody else’s is touched', async () => {
  await give('UBOM00004711_1', byDesk);
  await give('UBOM00004711_2-2', byDesk);
  await give('UBOM00014711_1', byDesk);
  await give('UBOM04711_1', 'brought by somebody else');
  const lost: DeskAct = { what: 'reported lost', holder, token: '4711' as TokenSerial, note: '' };
  expect(await carryAct(account, lost)).toBe(true);
  expect(await there('UBOM00004711_1')).toMatchObject({ revoked: true });
  expect(await there('UBOM00004711_2-2')).toMatchObject({ revoked: true });
  expect(await there('UBOM00014711_1')).toMatchObject({ revoked: false });
  expect(await there('UBOM04711_1')).toMatchObject({ revoked: false });
  expect(await carryAct(account, lost)).toBe(false);
});

test('a token that was taken back has no owner any more', async () => {
  await give('UBOM00004712_1', byDesk);
  const act: DeskAct = { what: 'returned', token: '4712' as TokenSerial, office: 'Hamburg', proven: true };
  expect(await carryAct(account, act)).toBe(true);
  expect(await there('UBOM00004712_1')).toMatchObject({ username: '', revoked: false });
  expect(await carryAct(account, act)).toBe(false);
});
