import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskActs } from '../../domain/act.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { callerProofs } from '../../domain/trust/temporary-code.ts';
import { hashPin } from '../../server/check/pin.ts';
import { type Administration, administration } from './administration.ts';
import { auditEntries, brokenLinkOf } from './audit-chain.ts';
import { type House, openHouse } from './house.ts';
import { rfcSeed, sealTo, type TestStation } from './test-station.ts';

let house: House;
let admin: Administration;
let station: TestStation;
const ines = 'ines.garcia@office';
const amara = { realm: 'office', username: 'amara.okafor', userId: '1001' };
const password = 'amara’s own password';
let next = 60_000_000;

beforeAll(async () => {
  house = await openHouse(() => new Date('2026-11-21T12:00:00Z'));
  admin = await administration(house);
  station = await house.enrol('Zürich');
  const { store } = house.server.installation;
  const person = await store.ownPeople.find('office', 'amara.okafor');
  if (person === undefined) throw new Error('the example people are there');
  await store.ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from(password)) });
  await house.give('INES', { ownerId: await house.personId('ines.garcia') });
});
afterAll(() => house.close());

function serialNumber(): TokenSerial {
  next += 1;
  return `${next}` as TokenSerial;
}
const post = async (path: string, fields: Record<string, string> = {}) => {
  const { json } = await admin.post(path, fields);
  expect(json.result.error).toBeUndefined();
};
async function put(body: object): Promise<void> {
  const signed = station.sign({ ...station.base(), controller: ines, ...body } as never);
  const { json } = await station.put(signed);
  station.follow(signed);
  expect(json.receipt?.record ?? json).toBe(signed.record.id);
}
const act = (doing: object) => put({ kind: 'act', act: doing, reason: '' });
async function issued(): Promise<TokenSerial> {
  const serial = serialNumber();
  const signed = await station.issue({ serial, controller: ines });
  const { json } = await station.put(signed);
  station.follow(signed);
  expect(json.receipt?.record ?? json).toBe(signed.record.id);
  return serial;
}
async function received(): Promise<TokenSerial> {
  const serial = serialNumber();
  await act({ what: 'received', office: 'zurich', order: 'PO 7', tokens: [{ serial, model: 'YubiKey 5' }] });
  return serial;
}
const send = async (path: string, body: object) =>
  (
    await house.client.send('POST', path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
  ).json;
let counter = 0;
async function temporaryCode(): Promise<string> {
  counter += 1;
  const holder = { realm: 'office', username: 'amara.okafor' };
  const body = { controller: ines, code: hotp(rfcSeed, counter), holder, proof: callerProofs[0] };
  const { json } = await station.request('POST', '/stations/self/temporary-codes', JSON.stringify(body));
  return json.code ?? json.reason;
}
async function reprogrammed(): Promise<void> {
  const token = await received();
  const issuance = '5'.repeat(32);
  const place = { station: station.id, issuance, token, slot: 1 };
  const seed = await sealTo(station.enrolment, rfcSeed, 'seed', place);
  const credential = {
    issuance,
    serial: `UBOM${token}_1`,
    type: 'hotp',
    slot: 1,
    digits: 6,
    counter: 0,
    publicId: '',
    seed,
  };
  await act({ what: 'reprogrammed', token, office: 'zurich', credential });
}
const shipment = '7'.repeat(32);

/** Each act of trust control, and the word that the audit has for it. */
const acts: readonly (readonly [string, () => Promise<unknown>, string, object?])[] = [
  [
    'a group is made',
    () => post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust,handle_stock' }),
    'group/saved',
  ],
  ['somebody is queued for a token', () => post('/trust/queue', { user: ines }), 'queue/added', { people: 1 }],
  ['somebody leaves the queue', () => admin.remove(`/trust/queue?user=${ines}`), 'queue/removed'],
  ['somebody joins a group', () => post('/trust/groups/controllers/members', { user: ines }), 'group/joined'],
  [
    'a group is removed',
    async () => {
      await post('/trust/groups/other', { name: 'Other' });
      await admin.remove('/trust/groups/other');
    },
    'group/removed',
  ],
  ['an office is made', () => post('/trust/offices/zurich', { name: 'Zürich' }), 'office/saved'],
  [
    'an office is removed',
    async () => {
      await post('/trust/offices/oslo', { name: 'Oslo' });
      await admin.remove('/trust/offices/oslo');
    },
    'office/removed',
  ],
  [
    'a controller is named',
    async () => {
      await post('/trust/offices/bern', { name: 'Bern' });
      for (const office of ['bern', 'zurich']) await post(`/trust/offices/${office}/controllers`, { user: ines });
    },
    'controller/added',
  ],
  [
    'guidelines are published',
    () => post('/trust/guidelines', { text: 'Look at the passport.' }),
    'guidelines/published',
  ],
  ['the contact text is changed', () => post('/trust/contact', { text: 'Call 117.' }), 'contact/changed'],
  ['a token is issued', issued, 'record/issued'],
  [
    'the gate lets nobody in by a wrong password',
    () => send('/login', { username: 'amara.okafor', password: 'wrong' }),
    'gate/refused',
  ],
  ['the gate takes a password', () => send('/login', { username: 'amara.okafor', password }), 'gate/password'],
  [
    'the gate refuses a code',
    async () => {
      const { session } = await send('/login', { username: 'amara.okafor', password });
      await send('/login/code', { session, code: '000000' });
    },
    'gate/refused',
  ],
  ['a temporary code is given', temporaryCode, 'temporary-code/given'],
  [
    'a temporary code is used',
    async () => {
      const code = await temporaryCode();
      const { session } = await send('/login', { username: 'amara.okafor', password });
      await send('/login/code', { session, code });
    },
    'gate/done',
  ],
  [
    'a temporary code is refused',
    async () => {
      counter -= 1;
      await temporaryCode();
    },
    'temporary-code/refused',
  ],
  [
    'a desk tells of a temporary code',
    () => act({ what: 'temporary code', holder: amara, proof: callerProofs[0] }),
    'record/act',
    { what: 'temporary code' },
  ],
  [
    'a desk ends a temporary code',
    async () => {
      await temporaryCode();
      const body = JSON.stringify({ controller: ines, holder: { realm: 'office', username: 'amara.okafor' } });
      await station.request('POST', '/stations/self/temporary-codes/end', body);
    },
    'temporary-code/removed',
  ],
  [
    'an administrator ends a temporary code',
    async () => {
      await temporaryCode();
      await admin.remove('/trust/temporary-codes?user=amara.okafor@office');
    },
    'temporary-code/removed',
  ],
  [
    'a desk tells that a temporary code was ended',
    () => act({ what: 'code removed', holder: amara }),
    'record/act',
    { what: 'code removed' },
  ],
  [
    'a desk queues somebody for a token',
    () => act({ what: 'queued', holder: amara }),
    'record/act',
    { what: 'queued' },
  ],
  [
    'a desk takes somebody out of the queue',
    () => act({ what: 'unqueued', holder: amara }),
    'record/act',
    { what: 'unqueued' },
  ],
  [
    'a token is withdrawn',
    async () => act({ what: 'withdrawn', holder: amara, token: await issued(), reason: 'leaves', inHand: true }),
    'record/act',
    { what: 'withdrawn' },
  ],
  [
    'a loss is reported',
    async () => act({ what: 'reported lost', holder: amara, token: await issued(), note: '' }),
    'record/act',
    { what: 'reported lost' },
  ],
  [
    'a token is brought back',
    async () => act({ what: 'returned', token: await issued(), office: 'zurich', proven: true }),
    'record/act',
    { what: 'returned' },
  ],
  ['a spare is reprogrammed', reprogrammed, 'record/act', { what: 'reprogrammed' }],
  ['tokens are received', received, 'record/act', { what: 'received' }],
  [
    'a shelf is counted',
    async () => act({ what: 'counted', office: 'zurich', touched: [await received()], missing: [], surplus: [] }),
    'record/act',
    { what: 'counted' },
  ],
  [
    'a shipment is sent',
    async () => act({ what: 'sent', shipment, from: 'zurich', to: 'bern', tokens: [await received()] }),
    'record/act',
    { what: 'sent' },
  ],
  [
    'a shipment arrives',
    () => act({ what: 'arrived', shipment, office: 'bern', tokens: [] }),
    'record/act',
    { what: 'arrived' },
  ],
  [
    'a shipment is called back',
    async () => {
      const other = '8'.repeat(32);
      await act({ what: 'sent', shipment: other, from: 'zurich', to: 'bern', tokens: [await received()] });
      await act({ what: 'called back', shipment: other, office: 'zurich' });
    },
    'record/act',
    { what: 'called back' },
  ],
  [
    'a token is scrapped',
    async () => act({ what: 'scrapped', token: await received(), office: 'zurich', note: '' }),
    'record/act',
    { what: 'scrapped' },
  ],
  [
    'a desk tells that somebody read the guidelines',
    () => act({ what: 'guidelines read', version: 2 }),
    'record/act',
    { what: 'guidelines read' },
  ],
  ['nobody could be told by mail', issued, 'notice/not-sent'],
  [
    'somebody leaves a group',
    async () => {
      await post('/trust/groups/controllers/members', { user: 'jan.vandenberg@office' });
      await admin.remove('/trust/groups/controllers/members?user=jan.vandenberg@office');
    },
    'group/left',
  ],
];

test.for(acts)('the audit tells that %s', async ([, doing, action, detail = {}]) => {
  const { store } = house.server.installation;
  const before = (await store.audit.head()).position;
  await doing();
  const since = (await auditEntries(store)).filter(({ position }) => position > before);
  expect(since).toContainEqual(expect.objectContaining({ action, detail: expect.objectContaining(detail) }));
  expect(await brokenLinkOf(store)).toBeUndefined();
});

test('no act of the desks is left out of this table but those that need two desks or no server', () => {
  const told = acts.flatMap(([, , , detail]) => (detail !== undefined && 'what' in detail ? [detail.what] : []));
  expect(deskActs.filter((what) => !told.includes(what))).toEqual(['settled', 'signed in offline']);
});
