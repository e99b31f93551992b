import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Administration, administration } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';

let house: House;
let admin: Administration;
beforeAll(async () => {
  house = await openHouse(() => new Date('2026-11-21T12:00:00Z'));
  admin = await administration(house);
});
afterAll(() => house.close());

const amara = { user: 'amara.okafor@office' };
const bjoern = { user: 'bjoern.aagaard@office' };
const message = (reply: Awaited<ReturnType<Administration['post']>>) => reply.json.result.error?.message;
const value = (reply: Awaited<ReturnType<Administration['post']>>) => {
  expect(message(reply)).toBeUndefined();
  return reply.json.result.value;
};
const lastAudit = async () => {
  const [row] = await rawSql<{ action: string; detail: string }>(
    house.server.installation.store,
    'SELECT action, detail FROM audit ORDER BY position DESC LIMIT 1',
  );
  return { action: row?.action, ...JSON.parse(row?.detail ?? '{}') };
};

test('begins with Everyone, who is allowed and denied nothing', async () => {
  expect(value(await admin.get('/trust/groups'))).toEqual([
    { id: 'everyone', name: 'Everyone', settings: {}, within: [], members: null },
  ]);
});

test('keeps groups, what they allow, what they are within and who is in them', async () => {
  value(await admin.post('/trust/groups/staff', { name: 'Staff' }));
  value(
    await admin.post('/trust/groups/controllers', {
      name: 'Trust controllers',
      allow: 'control_trust',
      within: 'staff',
    }),
  );
  expect(await lastAudit()).toMatchObject({ action: 'group/saved', settings: 'control_trust=allow', within: 'staff' });
  value(await admin.post('/trust/groups/controllers/members', amara));
  const groups = value(await admin.get('/trust/groups'));
  expect(groups.find(({ id }: { id: string }) => id === 'controllers')).toEqual({
    id: 'controllers',
    name: 'Trust controllers',
    settings: { control_trust: 'allow' },
    within: ['staff'],
    members: 1,
  });
  expect(value(await admin.get('/trust/groups/controllers/members'))).toMatchObject([{ username: 'amara.okafor' }]);
  value(await admin.remove('/trust/groups/controllers/members?user=amara.okafor@office'));
  expect(value(await admin.get('/trust/groups/controllers/members'))).toEqual([]);
  expect(message(await admin.remove('/trust/groups/controllers/members?user=amara.okafor@office'))).toMatch(
    /could not be found/,
  );
});

test('leaves as it was what a request does not say', async () => {
  value(await admin.post('/trust/groups/controllers', { name: 'Controllers' }));
  const groups = value(await admin.get('/trust/groups'));
  expect(groups.find(({ id }: { id: string }) => id === 'controllers')).toMatchObject({
    settings: { control_trust: 'allow' },
    within: ['staff'],
  });
});

test.each([
  ['/trust/groups/staff', { within: 'controllers' }, /circle: Staff within Controllers within Staff/],
  ['/trust/groups/staff', { within: 'staff' }, /circle: Staff within Staff/],
  ['/trust/groups/staff', { within: 'nowhere' }, /no group 'nowhere'/],
  ['/trust/groups/everyone', { within: 'staff' }, /Everyone is within no other/],
  ['/trust/groups/more', { name: 'Staff' }, /a group 'Staff' already/],
  ['/trust/groups/more', { name: '  ' }, /has a name/],
  ['/trust/groups/more', { name: 'More', allow: 'everything' }, /no permission 'everything'/],
  ['/trust/groups/More!', { name: 'More' }, /small letters/],
  ['/trust/groups/everyone/members', { user: 'amara.okafor@office' }, /Everybody is in Everyone/],
  ['/trust/groups/staff/members', { user: 'nobody' }, /can not be found/],
  ['/trust/offices/zurich', {}, /name/],
])('refuses %s with %j', async (path, fields, reason) => {
  expect(message(await admin.post(path, fields))).toMatch(reason);
});

test('removes a group, but never Everyone', async () => {
  expect(message(await admin.remove('/trust/groups/everyone'))).toMatch(/cannot be removed/);
  value(await admin.post('/trust/groups/short', { name: 'Short' }));
  value(await admin.post('/trust/groups/short/members', amara));
  value(await admin.remove('/trust/groups/short'));
  expect(message(await admin.get('/trust/groups/short/members'))).toMatch(/could not be found/);
});

test('requires a token of nobody before it was read whom that locks out', async () => {
  value(await admin.post('/trust/groups/finance', { name: 'Finance' }));
  value(await admin.post('/trust/groups/finance/members', amara));
  value(await admin.post('/trust/groups/finance/members', bjoern));
  await house.give('BJOERN', { ownerId: await house.personId('bjoern.aagaard') });
  const lockout = value(await admin.get('/trust/lockout?id=finance&allow=require_token'));
  expect(lockout).toEqual({
    now: [],
    after: [{ user: 'amara.okafor@office', name: 'Amara Okafor', office: 'Lagos', groups: [['finance']] }],
  });
  const wanted = { allow: 'require_token' };
  expect(message(await admin.post('/trust/groups/finance', wanted))).toMatch(/1 would be locked out/);
  expect(message(await admin.post('/trust/groups/finance', { ...wanted, locks_out: '2' }))).toMatch(/1 would be/);
  value(await admin.post('/trust/groups/finance', { ...wanted, locks_out: '1' }));
  expect(await lastAudit()).toMatchObject({ settings: 'require_token=allow', locked_out: 1 });
  expect(value(await admin.get('/trust/lockout')).now).toHaveLength(1);
  await house.give('AMARA', { ownerId: await house.personId('amara.okafor') });
  expect(value(await admin.get('/trust/lockout')).now).toEqual([]);
});

test('knows the offices and who controls trust in each, for good or for some days', async () => {
  value(await admin.post('/trust/offices/zurich', { name: 'Zürich' }));
  const first = value(await admin.post('/trust/offices/zurich/controllers', amara));
  value(await admin.post('/trust/groups/lenders', { name: 'Lenders', allow: 'control_trust' }));
  value(await admin.post('/trust/groups/lenders/members', amara));
  const loan = { ...bjoern, lent_by: 'amara.okafor@office', first_day: '2026-12-01', last_day: '2026-12-14' };
  value(await admin.post('/trust/offices/zurich/controllers', loan));
  expect(value(await admin.get('/trust/offices'))).toMatchObject([
    {
      id: 'zurich',
      name: 'Zürich',
      controllers: [
        { username: 'amara.okafor', lent_by: null, first_day: null },
        { username: 'bjoern.aagaard', lent_by: 'amara.okafor', first_day: '2026-12-01', last_day: '2026-12-14' },
      ],
    },
  ]);
  expect(message(await admin.post('/trust/offices/zurich/controllers', amara))).toMatch(/already/);
  value(await admin.remove(`/trust/offices/zurich/controllers/${first}`));
  expect(message(await admin.remove(`/trust/offices/zurich/controllers/${first}`))).toMatch(/could not be found/);
  expect(value(await admin.get('/trust/offices'))[0].controllers).toHaveLength(1);
});

test.each([
  [{ lent_by: 'bjoern.aagaard@office', first_day: '2026-12-01', last_day: '2026-12-14' }, /to oneself/],
  [{ lent_by: 'amara.okafor@office', first_day: '2026-12-14', last_day: '2026-12-01' }, /ends before it begins/],
  [{ lent_by: 'amara.okafor@office', first_day: '2026-10-01', last_day: '2026-10-02' }, /in the past/],
  [{ lent_by: 'amara.okafor@office', first_day: '2026-12-01', last_day: '2026-12-02' }, /does not control trust/],
  [{ lent_by: 'amara.okafor@office', first_day: 'tomorrow', last_day: '2026-12-01' }, /written like/],
  [{ first_day: '2026-12-01', last_day: '2026-12-02' }, /lent_by/],
])('lends nothing by %j', async (loan, reason) => {
  expect(message(await admin.post('/trust/offices/zurich/controllers', { ...bjoern, ...loan }))).toMatch(reason);
});

test('tells how somebody would log in without one of their tokens', async () => {
  const hana = { user: 'hana.novakova', realm: 'office' };
  const after = async (serial: string, becomes: string) => {
    const asked = new URLSearchParams({ ...hana, serial, becomes }).toString();
    const reply = await admin.get(`/trust/login-after?${asked}`);
    return reply.json.result.value?.after ?? message(reply);
  };
  await house.give('HANA1', { ownerId: await house.personId('hana.novakova') });
  expect([await after('HANA1', 'gone'), await after('HANA1', 'dead')]).toEqual(['password alone', 'code wanted']);
  value(await admin.post('/trust/groups/hanas', { name: 'Hanas', allow: 'require_token' }));
  value(await admin.post('/trust/groups/hanas/members', hana));
  expect([await after('HANA1', 'gone'), await after('HANA1', 'dead')]).toEqual(['locked out', 'code wanted']);
  await house.give('HANA2', { ownerId: await house.personId('hana.novakova') });
  expect([await after('HANA1', 'gone'), await after('HANA1', 'dead')]).toEqual(['other token', 'other token']);
  value(await admin.post('/token/revoke', { serial: 'HANA2' }));
  expect([await after('HANA1', 'gone'), await after('HANA2', 'gone')]).toEqual(['code wanted', 'other token']);
  expect(await after('HANA1', 'whatever')).toMatch(/gone or dead/);
  value(await admin.remove('/trust/groups/hanas'));
});

test('publishes guidelines as a new version, which stations are told', async () => {
  const before = value(await admin.get('/trust/guidelines'));
  expect(value(await admin.post('/trust/guidelines', { text: 'Look at the face.' }))).toBe(before.version + 1);
  const station = await house.enrol();
  const { json } = await station.request('GET', '/stations/self/snapshot');
  expect(json.guidelines).toEqual({ version: before.version + 1, text: 'Look at the face.' });
});

test('keeps the text about whom to ask without blanks around it', async () => {
  value(await admin.post('/trust/contact', { text: '  Ask Ida. \n' }));
  expect(value(await admin.get('/trust/contact'))).toBe('Ask Ida.');
});

test('is closed to administrators without the right', async () => {
  await admin.limitTo(['tokenlist', 'userlist']);
  expect(message(await admin.get('/trust/groups'))).toMatch(/trustread is not allowed/);
  expect(message(await admin.post('/trust/groups/mine', { name: 'Mine' }))).toMatch(/trustwrite is not allowed/);
});
