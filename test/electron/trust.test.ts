import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, password } from '../server/house.ts';
import { bytes } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';

let house: House;
let at: HouseDesk;
beforeAll(async () => {
  house = await openHouse();
  at = await houseDesk(house);
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
});
afterAll(async () => {
  await at?.desk.close();
  await house?.close();
});

const amara = { realm: 'office', username: 'amara.okafor' };
const bjoern = { realm: 'office', username: 'bjoern.aagaard' };
/** Of one day, also when the tests go on past midnight. */
const began = Date.now();
const dayFromNow = (days: number) => new Date(began + days * 86_400_000).toISOString().slice(0, 10);
const group = async (id: string) => (await at.ask('groups/list')).find((one) => one.id === id);
const office = async (id: string) => (await at.ask('offices/list')).find((one) => one.id === id);

test('begins with Everyone, who is allowed and denied nothing', async () => {
  expect(await at.ask('groups/list')).toEqual([
    { id: 'everyone', name: 'Everyone', settings: {}, within: [], members: null },
  ]);
});

test('saves a group as it was described, and leaves nothing of what it was before', async () => {
  const staff = { id: 'staff', name: 'Staff, both floors', settings: {}, within: [] };
  await at.ask('groups/save', { ...staff, locksOut: 0 });
  const desk = { id: 'desk', name: 'Desk', within: ['staff'] };
  const settings = { control_trust: 'allow', handle_stock: 'allow', all_offices: 'deny' } as const;
  await at.ask('groups/save', { ...desk, settings, locksOut: 0 });
  expect(await group('desk')).toEqual({ ...desk, settings, members: 0 });
  await at.ask('groups/save', {
    id: 'desk',
    name: 'Desk',
    settings: { control_trust: 'allow' },
    within: [],
    locksOut: 0,
  });
  expect(await group('desk')).toMatchObject({ settings: { control_trust: 'allow' }, within: [] });
  await at.ask('groups/save', { id: 'desk', name: 'Desk', settings: {}, within: [], locksOut: 0 });
  expect((await group('desk'))?.settings).toEqual({});
});

test('says why groups may not run in a circle', async () => {
  const within = (id: string, name: string, outer: string) =>
    at.ask('groups/save', { id, name, settings: {}, within: [outer], locksOut: 0 });
  await within('desk', 'Desk', 'staff');
  expect(await failureOf(within('staff', 'Staff, both floors', 'desk'))).toMatchObject({
    code: 'administration/refused',
    context: { reason: 'group-circle', said: expect.stringContaining('circle') },
  });
});

test('puts people into a group, and takes them out', async () => {
  await at.ask('groups/join', { id: 'desk', ...amara });
  await at.ask('groups/join', { id: 'desk', ...bjoern });
  expect(await at.ask('groups/members', { id: 'desk' })).toEqual([
    { ...amara, name: 'Amara Okafor', office: 'Lagos' },
    { ...bjoern, name: expect.stringContaining('Bj'), office: expect.any(String) },
  ]);
  await at.ask('groups/leave', { id: 'desk', ...bjoern });
  expect((await group('desk'))?.members).toBe(1);
  expect(await failureOf(at.ask('groups/leave', { id: 'desk', ...bjoern }))).toMatchObject({
    code: 'administration/not-there',
  });
});

test('names whom a token that is required would lock out, and saves only what was read', async () => {
  const finance = { id: 'finance', name: 'Finance', settings: { require_token: 'allow' }, within: [] } as const;
  await at.ask('groups/save', { ...finance, settings: {}, within: [], locksOut: 0 });
  for (const person of [amara, bjoern]) await at.ask('groups/join', { id: 'finance', ...person });
  await house.give('BJOERN', { ownerId: await house.personId('bjoern.aagaard') });
  const required = { ...finance, settings: { ...finance.settings }, within: [] };
  const amaraOut = { user: 'amara.okafor@office', name: 'Amara Okafor', office: 'Lagos', because: [['finance']] };
  expect(await at.ask('groups/lockout', { change: { kind: 'saved', group: required } })).toEqual({
    count: 1,
    people: [amaraOut],
    next: null,
  });
  expect((await group('finance'))?.settings).toEqual({});
  for (const locksOut of [0, 2]) {
    expect(await failureOf(at.ask('groups/save', { ...required, locksOut }))).toMatchObject({
      code: 'administration/refused',
      context: { reason: 'would-lock-out', count: 1, said: expect.stringContaining('1 would be locked out') },
    });
  }
  await at.ask('groups/save', { ...required, locksOut: 1 });
  expect(await at.ask('groups/lockout', { change: null })).toEqual({ count: 1, people: [amaraOut], next: null });
  await at.ask('groups/save', { ...required, settings: { require_token: 'deny' }, locksOut: 0 });
  expect(await at.ask('groups/lockout', { change: null })).toEqual({ count: 0, people: [], next: null });
});

test('tells who controls trust in an office today: by a group, for good or lent for some days', async () => {
  await at.ask('offices/save', { id: 'lagos', name: 'Lagos' });
  await at.ask('offices/appoint', { office: 'lagos', ...amara, loan: null });
  expect((await office('lagos'))?.controllers).toEqual([
    { entry: expect.any(Number), ...amara, name: 'Amara Okafor', loan: null, today: false },
  ]);
  expect((await office('lagos'))?.lenders).toEqual([]);
  await at.ask('groups/save', {
    id: 'desk',
    name: 'Desk',
    settings: { control_trust: 'allow' },
    within: [],
    locksOut: 0,
  });
  expect((await office('lagos'))?.lenders).toEqual([{ ...amara, name: 'Amara Okafor' }]);
  const loan = (first: number, last: number) => ({
    lentBy: amara,
    firstDay: dayFromNow(first),
    lastDay: dayFromNow(last),
  });
  await at.ask('offices/appoint', { office: 'lagos', ...bjoern, loan: loan(2, 9) });
  expect((await office('lagos'))?.controllers).toMatchObject([
    { username: 'amara.okafor', today: true },
    { username: 'bjoern.aagaard', today: false, loan: { lentBy: 'Amara Okafor', firstDay: dayFromNow(2) } },
  ]);
  await at.ask('offices/appoint', { office: 'lagos', ...bjoern, loan: loan(-1, 1) });
  expect((await office('lagos'))?.controllers.map(({ today }) => today)).toEqual([true, true, true]);
});

test('says that a loan rests while its lender controls trust there no more', async () => {
  const desk = (setting: 'allow' | 'deny') =>
    at.ask('groups/save', { id: 'desk', name: 'Desk', settings: { control_trust: setting }, within: [], locksOut: 0 });
  const loans = async () => (await office('lagos'))?.controllers.map(({ today, loan }) => [today, loan?.rests]);
  await desk('deny');
  expect(await loans()).toEqual([
    [false, undefined],
    [false, true],
    [false, true],
  ]);
  const lent = { lentBy: amara, firstDay: dayFromNow(0), lastDay: dayFromNow(1) };
  expect(await failureOf(at.ask('offices/appoint', { office: 'lagos', ...bjoern, loan: lent }))).toMatchObject({
    code: 'administration/refused',
    context: { reason: 'lend-not-theirs' },
  });
  await desk('allow');
  expect(await loans()).toEqual([
    [true, undefined],
    [true, false],
    [true, false],
  ]);
});

test('says why a loan cannot be', async () => {
  const lent = { lentBy: bjoern, firstDay: dayFromNow(0), lastDay: dayFromNow(1) };
  for (const [loan, reason] of [
    [lent, 'lend-to-oneself'],
    [{ ...lent, lentBy: amara, firstDay: dayFromNow(5) }, 'lend-reversed'],
    [{ ...lent, lentBy: amara, firstDay: '2020-01-01', lastDay: '2020-01-02' }, 'lend-past'],
  ] as const) {
    expect(await failureOf(at.ask('offices/appoint', { office: 'lagos', ...bjoern, loan }))).toMatchObject({
      code: 'administration/refused',
      context: { reason },
    });
  }
});

test('ends what a controller may do, renames an office and removes it', async () => {
  for (const { entry } of (await office('lagos'))?.controllers ?? []) {
    await at.ask('offices/end', { office: 'lagos', entry });
  }
  expect((await office('lagos'))?.controllers).toEqual([]);
  await at.ask('offices/save', { id: 'lagos', name: 'Lagos Island' });
  expect(await at.ask('offices/list')).toEqual([{ id: 'lagos', name: 'Lagos Island', controllers: [], lenders: [] }]);
  await at.ask('offices/remove', { id: 'lagos' });
  expect(await at.ask('offices/list')).toEqual([]);
});

test('publishes guidelines as a new version, and sets whom to ask', async () => {
  const { version, text } = await at.ask('guidelines/newest');
  expect(text).not.toBe('');
  expect(await at.ask('guidelines/publish', { text: 'Look at the face.\n\nThen at the hand.' })).toBe(version + 1);
  expect(await at.ask('guidelines/newest')).toEqual({
    version: version + 1,
    text: 'Look at the face.\n\nThen at the hand.',
  });
  expect(await at.ask('contact/get')).toBe('');
  await at.ask('contact/set', { text: 'Ask Anna & Åsa, room 4 <2nd floor>' });
  expect(await at.ask('contact/get')).toBe('Ask Anna & Åsa, room 4 <2nd floor>');
  await at.ask('contact/set', { text: '' });
  expect(await at.ask('contact/get')).toBe('');
});

test('asks nothing of the server after signing out', async () => {
  await at.ask('administration/sign-out');
  for (const asked of [at.ask('groups/list'), at.ask('offices/list'), at.ask('contact/get')]) {
    expect(await failureOf(asked)).toMatchObject({ code: 'administration/signed-out' });
  }
});
