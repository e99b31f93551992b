import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { told } from './administration.ts';
import { rawSql } from './raw-sql.ts';
import { openSendingHouse, type SendingHouse } from './sending-house.ts';
import { rfcSeed } from './test-station.ts';

/* LinOTP's other ways to stand in for a lost token: codes that are sent to its owner. */
let sending: SendingHouse;
beforeAll(async () => {
  sending = await openSendingHouse();
});
afterAll(() => sending.close());
beforeEach(async () => {
  await sending.clear();
  const { house } = sending;
  const ownerId = await house.personId('leilani.keola');
  await reach('leilani@example.org', '+49 170 1234567');
  const pinHash = await hashPin(Buffer.from('1234'));
  await rawSql(
    house.server.installation.store,
    "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL",
  );
  await house.give('H1', { ownerId, pinHash, realms: ['office'] });
});

const reach = async (email: string, mobile: string) =>
  sending.house.server.installation.store.db
    .updateTable('people')
    .set({ email, mobile })
    .where('id', '=', await sending.house.personId('leilani.keola'))
    .execute();
const lose = (type: string) => sending.admin.post('/token/lost/H1', { type });

test.each([
  ['email', () => sending.mails('leilani@example.org')],
  ['sms', () => sending.texts('+491701234567')],
] as const)('codes by %s stand in for it, behind the old PIN, and end when it is found', async (type, sent) => {
  const { json } = await lose(type);
  expect(json.result.value).toMatchObject({ serial: 'lostH1', type, pin: true, disable: 1 });
  expect(json.result.value.password).toBeUndefined();
  expect(await sending.admin.token('lostH1')).toMatchObject({
    tokentype: type,
    username: 'leilani.keola',
    description: 'temporary replacement for H1',
  });
  expect(await sending.check({ pass: `1234${hotp(rfcSeed, 0)}` })).toMatchObject({ value: false });
  const { authentication, detail } = await sending.check({ pass: '1234' });
  expect(authentication).toBe('CHALLENGE');
  const [code = ''] = /\b\d{6}\b/.exec(sent().at(-1)?.split('\r\n\r\n').at(-1) ?? '') ?? [];
  const { transaction_id } = detail;
  expect(await sending.check({ pass: code, transaction_id })).toMatchObject({ value: true });
  expect(told(await sending.admin.post('/token/found/H1'))).toMatchObject({ removed: ['lostH1'] });
  expect(await sending.admin.token('lostH1')).toBeUndefined();
  expect(await sending.check({ pass: `1234${hotp(rfcSeed, 1)}` })).toMatchObject({ value: true });
});

test.each(['email', 'sms'])('who cannot be reached by %s gets a password', async (type) => {
  await reach('', '');
  const { json } = await lose(type);
  expect(json.result.value.password).toMatch(/^[1-9A-HJ-NP-Za-km-z]{16}$/);
  expect(await sending.admin.token('lostH1')).toMatchObject({ tokentype: 'pw' });
});

test('another way takes the place of the one before', async () => {
  await lose('email');
  expect((await lose('password')).json.result.value.password).toBeDefined();
  expect((await lose('sms')).json.result.value).toMatchObject({ type: 'sms' });
  expect(await sending.admin.token('lostH1')).toMatchObject({ tokentype: 'sms' });
});

test('a token that only has such a serial is left alone, and an unknown way is refused', async () => {
  expect(told(await lose('letter'))).toEqual([400, 905]);
  await sending.house.give('lostH1', { type: 'sms', description: 'somebody made this' });
  expect(told(await lose('sms'))).toEqual([400, 301]);
  expect(await sending.admin.token('H1')).toMatchObject({ active: true });
});
