import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { openJson } from '../../server/messaging/sealed-text.ts';
import { type Administration, administration } from './administration.ts';
import { auditEntries } from './audit-chain.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed, type TestStation } from './test-station.ts';

let house: House;
let admin: Administration;
let station: TestStation;
let time = new Date('2026-11-21T12:00:00Z');
let counter = 0;
const password = 'amara’s own password';
const proof = 'known to me, in the room';

beforeAll(async () => {
  house = await openHouse(() => time);
  admin = await administration(house);
  station = await house.enrol();
  const { store } = house.server.installation;
  const amara = await store.ownPeople.find('office', 'amara.okafor');
  if (amara === undefined) throw new Error('the example people are there');
  await store.ownPeople.change('office', { ...amara, passwordHash: await hashPin(Buffer.from(password)) });
  await admin.post('/trust/offices/madrid', { name: 'Madrid' });
  await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust' });
  for (const user of ['ines.garcia@office', 'jan.vandenberg@office']) {
    await admin.post('/trust/groups/controllers/members', { user });
    await admin.post('/trust/offices/madrid/controllers', { user });
  }
  await house.give('INES', { ownerId: await house.personId('ines.garcia') });
  await house.give('AMARA', { ownerId: await house.personId('amara.okafor') });
});
afterAll(() => house.close());
beforeEach(async () => {
  time = new Date(time.getTime() + 600_000);
  admin = await administration(house);
  await rawSql(house.server.installation.store, 'DELETE FROM messages');
});

/** Asks for a code as a desk does; gives it, or why there is none. */
const ask = async (fields: Record<string, unknown> = {}) => {
  counter += 1;
  const holder = { realm: 'office', username: 'amara.okafor' };
  const body = { controller: 'ines.garcia@office', code: hotp(rfcSeed, counter), holder, proof, ...fields };
  const { json } = await station.request('POST', '/stations/self/temporary-codes', JSON.stringify(body));
  return (json.code ?? json.reason) as string;
};
const json = { 'content-type': 'application/json' };
const post = async (path: string, body: object) =>
  (await house.client.send('POST', path, { body: JSON.stringify(body), headers: json })).json;
const logInWith = async (code: string) => {
  const { session } = await post('/login', { username: 'amara.okafor', password });
  return (await post('/login/code', { session, code })).next;
};

test('stands in for a token once, for five minutes', async () => {
  const code = await ask();
  expect(code).toMatch(/^\d{8}$/);
  expect(await logInWith(code)).toBe('done');
  expect(await logInWith(code)).toBe('code');
  const late = await ask();
  time = new Date(time.getTime() + 300_000);
  expect(await logInWith(late)).toBe('code');
});

test('ends when the person is given another', async () => {
  const [first, second] = [await ask(), await ask()];
  expect(await logInWith(first)).toBe('code');
  expect(await logInWith(second)).toBe('done');
});

test.each([
  ['by somebody who does not control trust', { controller: 'hana.novakova@office' }, /may not control trust/],
  ['by an administrator, who is no person with a token', { controller: 'root' }, /is no person with a token/],
  ['by a controller without a token', { controller: 'jan.vandenberg@office' }, /is not of jan.*token/],
  ['with a wrong code of the controller’s token', { code: '000000' }, /is not of ines.*token/],
  ['to oneself', { holder: { realm: 'office', username: 'ines.garcia' } }, /to themself/],
  ['to somebody without a token', { holder: { realm: 'office', username: 'hana.novakova' } }, /no token to stand in/],
  ['to nobody', { holder: { realm: 'office', username: 'nobody' } }, /nobody has this name/],
  ['when nobody knows who asks', { proof: 'they sounded right' }, /not in the agreed form/],
])('is not given %s', async (_, fields, reason) => {
  expect(await ask(fields)).toMatch(reason);
});

test('is given at a desk of the own office, to somebody of it, and a refusal uses no code up', async () => {
  const name = 'ines.garcia@office';
  await admin.post('/trust/offices/bern', { name: 'Bern' });
  await admin.post(`/trust/stations/${station.id}`, { office: 'bern' });
  expect(await ask()).toBe(`${name} may not act in office bern`);
  await admin.post(`/trust/stations/${station.id}`, { office: 'madrid' });
  await admin.post('/trust/offices/lagos', { name: 'Lagos' });
  counter -= 1;
  expect(await ask()).toBe(`${name} may not act for amara.okafor, of office lagos`);
  await admin.remove('/trust/offices/lagos');
  counter -= 1;
  expect(await ask()).toMatch(/^\d{8}$/);
  await admin.post(`/trust/stations/${station.id}`, { office: '' });
});

test('leaves in the audit who gave it and how they knew, and never the code', async () => {
  const code = await ask();
  const entries = await auditEntries(house.server.installation.store);
  const given = entries.filter(({ action }) => action === 'temporary-code/given').at(-1);
  expect(given).toMatchObject({ subject: 'amara.okafor@office', detail: { controller: 'ines.garcia@office', proof } });
  expect(JSON.stringify(entries)).not.toContain(code);
  const rows = await rawSql(house.server.installation.store, 'SELECT * FROM temporary_codes');
  expect(JSON.stringify(rows)).not.toContain(code);
});

test('tells the real owner by e-mail, without the code', async () => {
  const defined = await admin.post('/smtpserver/office', {
    server: '127.0.0.1',
    port: '2525',
    sender: 'tokens@example.org',
  });
  expect(defined.json.result.error).toBeUndefined();
  expect((await admin.post('/system/setConfig', { 'email.identifier': 'office' })).json.result.error).toBeUndefined();
  const code = await ask();
  const { store, keys } = house.server.installation;
  const rows = await rawSql<{ id: string; sealed: Uint8Array; kind: string }>(
    store,
    'SELECT id, kind, sealed FROM messages',
  );
  expect(rows).toHaveLength(1);
  const mail = openJson(keys.storeKey, `message/${rows[0]?.id}`, rows[0]?.sealed as Uint8Array) as Record<
    string,
    string
  >;
  expect(mail.to).toBe('amara.okafor@example.org');
  expect(mail.text).toMatch(/^Dear Amara Okafor\n\nines.garcia@office gave out a code on November 21, 2026/);
  expect(mail.text).not.toContain(code);
});

test('tells the holder of an issuance, a loss and a changed PIN', async () => {
  const signed = await station.issue({ serial: '50000001', controller: 'ines.garcia@office' });
  await station.put(signed);
  station.follow(signed);
  await admin.post('/token/setpin', { serial: 'AMARA', otppin: '1234' });
  const lost = station.sign({
    ...station.base(),
    controller: 'ines.garcia@office',
    kind: 'act',
    reason: '',
    act: {
      what: 'reported lost',
      holder: { realm: 'office', username: 'amara.okafor', userId: '1001' },
      token: '50000001' as never,
      note: '',
    },
  });
  await station.put(lost);
  const { store, keys } = house.server.installation;
  const rows = await rawSql<{ id: string; sealed: Uint8Array }>(store, 'SELECT id, sealed FROM messages');
  const subjects = rows.map(
    ({ id, sealed }) => (openJson(keys.storeKey, `message/${id}`, sealed) as Record<string, string>).subject,
  );
  expect(subjects.sort()).toEqual([
    'A token was issued to you',
    'The PIN of your token was changed',
    'Your token was reported lost',
  ]);
});
