import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { type Administration, administration } from './administration.ts';
import { auditEntries } from './audit-chain.ts';
import { type House, openHouse } from './house.ts';
import { openSendingHouse } from './sending-house.ts';
import { rfcSeed, type TestStation } from './test-station.ts';

let house: House;
let admin: Administration;
let station: TestStation;
let time = new Date('2026-11-21T12:00:00Z');
let counter = 0;
const password = 'amara’s own password';
const ines = 'ines.garcia@office';
const holder = { realm: 'office', username: 'amara.okafor' };

beforeAll(async () => {
  house = await openHouse(() => time);
  admin = await administration(house);
  station = await house.enrol();
  const { store } = house.server.installation;
  const amara = await store.ownPeople.find('office', 'amara.okafor');
  if (amara === undefined) throw new Error('the example people are there');
  await store.ownPeople.change('office', { ...amara, passwordHash: await hashPin(Buffer.from(password)) });
  await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust' });
  for (const [office, user] of [
    ['lagos', ines],
    ['madrid', 'jan.vandenberg@office'],
  ] as const) {
    await admin.post(`/trust/offices/${office}`, { name: office });
    await admin.post('/trust/groups/controllers/members', { user });
    await admin.post(`/trust/offices/${office}/controllers`, { user });
  }
  await house.give('INES', { ownerId: await house.personId('ines.garcia') });
  await house.give('AMARA', { ownerId: await house.personId('amara.okafor') });
});
afterAll(() => house.close());
beforeEach(async () => {
  time = new Date(time.getTime() + 600_000);
  admin = await administration(house);
});

const ask = async (path: string, body: object) => {
  const reply = await station.request('POST', `/stations/self/temporary-codes${path}`, JSON.stringify(body));
  return reply.json;
};
const give = async () => {
  counter += 1;
  const proof = 'known to me, in the room';
  return (await ask('', { controller: ines, code: hotp(rfcSeed, counter), holder, proof })).code as string;
};
const alive = async (controller = ines) => {
  const { codes, reason } = await ask('/alive', { controller });
  return codes ?? reason;
};
const logInWith = async (code: string) => {
  const post = async (path: string, body: object) =>
    (
      await house.client.send('POST', path, {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    ).json;
  const { session } = await post('/login', { username: 'amara.okafor', password });
  return (await post('/login/code', { session, code })).next;
};
const newestAudit = async (action: string) =>
  (await auditEntries(house.server.installation.store)).filter((entry) => entry.action === action).at(-1);

test('tells a desk whose codes are alive and until when, never a code, and of the own people only', async () => {
  expect(await alive()).toEqual([]);
  const code = await give();
  time = new Date(time.getTime() + 60_000);
  const endsAt = new Date(time.getTime() + 240_000).toISOString();
  expect(await alive()).toEqual([{ ...holder, controller: ines, endsAt, leftSeconds: 240 }]);
  expect(JSON.stringify(await alive())).not.toContain(code);
  expect(await alive('jan.vandenberg@office')).toEqual([]);
  expect(await alive('hana.novakova@office')).toMatch(/may not control trust/);
  time = new Date(time.getTime() + 240_000);
  expect(await alive()).toEqual([]);
});

test('ends a code before it is used: it lets nobody in, once, and the audit names who did it', async () => {
  const code = await give();
  expect(await ask('/end', { controller: 'jan.vandenberg@office', holder })).toMatchObject({
    reason: 'jan.vandenberg@office may not act for amara.okafor, of office lagos',
  });
  expect(await alive()).toHaveLength(1);
  expect(await ask('/end', { controller: ines, holder })).toEqual({ ended: true });
  expect(await newestAudit('temporary-code/removed')).toMatchObject({
    actor: station.id,
    subject: 'amara.okafor@office',
    detail: { controller: ines },
  });
  expect(await alive()).toEqual([]);
  expect(await logInWith(code)).toBe('code');
  expect(await ask('/end', { controller: ines, holder })).toEqual({ ended: false });
  const act = { what: 'code removed', holder: { ...holder, userId: '1001' } } as const;
  const signed = station.sign({ ...station.base(), controller: ines, kind: 'act', act, reason: '' });
  expect((await station.put(signed)).status).toBe(200);
  station.follow(signed);
});

test('an administrator sees them too, and ends one', async () => {
  const code = await give();
  const listed = (await admin.get('/trust/temporary-codes')).json.result.value;
  expect(listed).toMatchObject([{ user: 'amara.okafor', realm: 'office', controller: ines, left_seconds: 300 }]);
  expect((await admin.remove('/trust/temporary-codes?user=amara.okafor@office')).status).toBe(200);
  expect(await newestAudit('temporary-code/removed')).toMatchObject({ actor: 'root' });
  expect(await logInWith(code)).toBe('code');
  expect((await admin.remove('/trust/temporary-codes?user=amara.okafor@office')).status).toBe(404);
});

test('the person is told that the code was ended', async () => {
  const sending = await openSendingHouse();
  try {
    const other = sending.house;
    const { store } = other.server.installation;
    const person = await store.people.find('office', 'leilani.keola');
    if (person === undefined) throw new Error('the example people are there');
    const begunAt = other.server.installation.now().toISOString();
    await store.temporaryCodes.put({
      personId: person.id,
      hash: 'h',
      begunAt,
      controller: ines,
      station: 'st',
      proof: 'known to me, in the room',
    });
    expect((await sending.admin.remove('/trust/temporary-codes?user=leilani.keola@office')).status).toBe(200);
    const [mail] = (await sending.admin.get('/messages/')).json.result.value.messages ?? [];
    expect(mail ?? 'none').toMatchObject({ kind: 'email', serial: 'leilani.keola' });
  } finally {
    await sending.close();
  }
});
