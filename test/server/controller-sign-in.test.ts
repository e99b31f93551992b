import { hashRaw } from '@node-rs/argon2';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { type Administration, administration } from './administration.ts';
import { auditEntries } from './audit-chain.ts';
import { type House, openHouse, password as rootPassword } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed, type TestStation } from './test-station.ts';

let house: House;
let admin: Administration;
let station: TestStation;
let time = new Date('2026-11-21T12:00:00Z');
let counter = 0;
const password = 'ines’ own password';
const ines = 'ines.garcia@office';

beforeAll(async () => {
  house = await openHouse(() => time);
  admin = await administration(house);
  station = await house.enrol();
  const { store } = house.server.installation;
  for (const username of ['ines.garcia', 'jan.vandenberg', 'hana.novakova']) {
    const person = await store.ownPeople.find('office', username);
    if (person === undefined) throw new Error('the example people are there');
    await store.ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from(password)) });
  }
  await admin.post('/trust/contact', { text: 'Ask Maria, room 12.' });
  await admin.post('/trust/offices/madrid', { name: 'Madrid' });
  await admin.post('/trust/offices/lagos', { name: 'Lagos' });
  await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust' });
  for (const user of [ines, 'jan.vandenberg@office']) {
    await admin.post('/trust/groups/controllers/members', { user });
    await admin.post('/trust/offices/madrid/controllers', { user });
  }
  await house.give('INES', { ownerId: await house.personId('ines.garcia'), realms: ['office'] });
  await house.give('HANA', { ownerId: await house.personId('hana.novakova'), realms: ['office'] });
});
afterAll(() => house.close());
beforeEach(() => {
  // Wrong tries of one test are not those of the next.
  time = new Date(time.getTime() + 3_600_000);
});

const next = () => {
  counter += 1;
  return hotp(rfcSeed, counter - 1);
};
const signIn = async (fields: Record<string, string> = {}) => {
  const body = { controller: ines, password, code: fields.code ?? next(), ...fields };
  const reply = await station.request('POST', '/stations/self/controllers/sign-in', JSON.stringify(body));
  expect(reply.status).toBe(200);
  return reply.json;
};
const counterOf = async (serial: string) =>
  (await house.server.installation.store.credentials.bySerial(serial))?.counter ?? -1;

test('lets in whoever has the password and the own token, and says what they may do', async () => {
  expect(await signIn()).toMatchObject({
    outcome: 'signed in',
    controller: ines,
    permissions: ['control_trust'],
    offices: ['madrid'],
    everywhere: false,
    guidelinesRead: 0,
  });
  const entries = await auditEntries(house.server.installation.store);
  expect(entries.at(-1)).toMatchObject({ action: 'controller/signed-in', actor: station.id, subject: ines });
});

test('says the same of a wrong password, a wrong code, both, and a name that nobody has', async () => {
  const code = next();
  const wrong = { outcome: 'refused', why: 'wrong', contact: '', retryAfterSeconds: 0 };
  expect(await signIn({ password: 'guessed', code })).toEqual(wrong);
  expect(await signIn({ code: '000000' })).toEqual(wrong);
  expect(await signIn({ password: 'guessed', code: '000000' })).toEqual(wrong);
  expect(await signIn({ controller: 'nobody@office' })).toEqual(wrong);
  expect(await signIn({ password: '' })).toEqual(wrong);
  // The right code was not used up by the wrong password.
  expect((await signIn({ code })).outcome).toBe('signed in');
});

test('takes a code once', async () => {
  const code = next();
  expect((await signIn({ code })).outcome).toBe('signed in');
  expect(await signIn({ code })).toMatchObject({ outcome: 'refused', why: 'wrong' });
});

test('tells somebody without a token, whose password is right, whom to ask', async () => {
  const jan = 'jan.vandenberg@office';
  expect(await signIn({ controller: jan })).toMatchObject({ why: 'no token', contact: 'Ask Maria, room 12.' });
  expect(await signIn({ controller: jan, password: 'guessed' })).toMatchObject({ why: 'wrong', contact: '' });
});

test('lets nobody in who controls trust nowhere, though password and token are theirs', async () => {
  const hana = { controller: 'hana.novakova@office', code: hotp(rfcSeed, 0) };
  expect(await signIn(hana)).toMatchObject({ outcome: 'refused', why: 'no right' });
});

test('lets an administrator who was granted it in by their own password', async () => {
  expect(await signIn({ controller: 'root', password: rootPassword, code: '' })).toMatchObject({
    outcome: 'signed in',
    controller: 'root',
    everywhere: true,
    offline: null,
  });
  expect(await signIn({ controller: 'root', password: 'guessed', code: '' })).toMatchObject({ why: 'wrong' });
});

test('counts guesses together with those at the gate', async () => {
  for (let tries = 0; tries < 10; tries += 1) await signIn({ password: 'guessed', code: '000000' });
  expect(await signIn()).toMatchObject({ outcome: 'refused', why: 'too often' });
  const gate = await house.client.form('/login', { username: ines, password });
  expect(gate.status).toBe(429);
});

test('lets nobody in at a desk of another office', async () => {
  await house.server.installation.store.stations.setOffice(station.id, 'lagos');
  expect(await signIn()).toMatchObject({ why: 'other office' });
  expect((await signIn({ controller: 'root', password: rootPassword })).outcome).toBe('signed in');
  await house.server.installation.store.stations.setOffice(station.id, null);
});

test('hands out what the next thirty codes are checked by, each with a salt of its own', async () => {
  const { offline } = await signIn();
  expect(offline).toMatchObject({ credential: 'INES', memoryKiB: 19_456, passes: 2 });
  expect(offline.verifiers.map((one: { counter: number }) => one.counter)).toEqual(
    Array.from({ length: 30 }, (_, ahead) => counter + ahead),
  );
  expect(new Set(offline.verifiers.map((one: { salt: string }) => one.salt)).size).toBe(30);
  const [first] = offline.verifiers;
  const secret = Buffer.from(`${hotp(rfcSeed, counter)}\0${password}`);
  const hash = await hashRaw(secret, {
    memoryCost: 19_456,
    timeCost: 2,
    parallelism: 1,
    outputLen: 32,
    salt: Buffer.from(first.salt, 'base64url'),
  });
  expect(Buffer.from(hash).toString('base64url')).toBe(first.hash);
});

test('keeps no password, no code and no verifier', async () => {
  const code = next();
  const { offline } = await signIn({ code });
  const { store } = house.server.installation;
  const kept = JSON.stringify([await auditEntries(store), await rawSql(store, 'SELECT * FROM settings')]);
  for (const secret of [password, code, offline.verifiers[0].hash]) expect(kept).not.toContain(secret);
});

test('moves the counter past a code that was used without the server, once, never backwards', async () => {
  const before = await counterOf('INES');
  const put = async (at: number, controller = ines) => {
    const signed = station.sign({
      ...station.base(),
      controller,
      kind: 'act',
      reason: '',
      act: { what: 'signed in offline', credential: 'INES', counter: at },
    });
    expect([(await station.put(signed)).status, (await station.put(signed)).status]).toEqual([200, 200]);
    station.follow(signed);
    return (await auditEntries(house.server.installation.store)).filter(({ subject }) => subject === signed.record.id);
  };
  expect(await put(before + 5)).toHaveLength(1);
  expect(await counterOf('INES')).toBe(before + 6);
  expect(await put(before + 2)).toMatchObject([{ detail: { code: 'used before' } }]);
  expect(await put(before + 5000)).toMatchObject([{ detail: { code: 'too far ahead' } }]);
  expect(await put(before + 9, 'jan.vandenberg@office')).toMatchObject([{ detail: { code: 'of no token of theirs' } }]);
  expect(await counterOf('INES')).toBe(before + 6);
  counter = before + 6;
});

test('lets nobody in by the password of an administrator who is called like a person', async () => {
  const { store } = house.server.installation;
  const secret = 'an administrator’s password';
  const passwordHash = await hashPin(Buffer.from(secret));
  const named = { password: 'a long password 123', roles: '' };
  const root = await administration(house);
  const reply = await root.post(`/admin/${encodeURIComponent(ines)}`, named);
  expect(reply.json.result.error?.message).toMatch(/is a person: an administrator needs another name/);
  // One who was there before the person.
  await store.admins.put({ name: ines, passwordHash, rights: ['control_trust'] }, time.toISOString());
  expect(await signIn({ password: secret })).toMatchObject({ outcome: 'refused', why: 'wrong' });
  expect(await signIn({ password: secret, code: '' })).toMatchObject({ outcome: 'refused', why: 'wrong' });
  expect(await signIn()).toMatchObject({ outcome: 'signed in', everywhere: false, offices: ['madrid'] });
  const { trust } = (await station.request('GET', '/stations/self/snapshot')).json;
  expect(trust.filter(({ name }: { name: string }) => name === ines)).toMatchObject([{ everywhere: false }]);
  await store.admins.remove(ines);
});

test('knows from the next sign-in on which guidelines somebody has read', async () => {
  const read = async (controller: string) => {
    const act = { what: 'guidelines read', version: 1 } as const;
    const signed = station.sign({ ...station.base(), controller, kind: 'act', reason: '', act });
    expect((await station.put(signed)).status).toBe(200);
    station.follow(signed);
  };
  await read(ines);
  await read('root');
  expect((await signIn()).guidelinesRead).toBe(1);
  expect((await signIn({ controller: 'root', password: rootPassword })).guidelinesRead).toBe(1);
});
