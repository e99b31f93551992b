import { afterAll, beforeAll, expect, test } from 'vitest';
import { longestRealm, longestUsername } from '../../domain/holder.ts';
import { mustBeNameable } from '../../electron/ceremony/agreed-form.ts';
import { emulatedToken } from '../../native/emulator/token.ts';
import { administration } from '../server/administration.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { rawSql } from '../server/raw-sql.ts';
import { bytes, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type HouseDesk, houseDesk, quick } from './house-desk.ts';

const longName = 'l'.repeat(longestUsername);

let house: House;
let at: HouseDesk;
beforeAll(async () => {
  house = await openHouse();
  const named = [900, 1001].map((length) => ({
    username: `long${length}`,
    userId: 'x'.repeat(length),
    surname: 'Long',
  }));
  const people = [...named, { username: longName, userId: 'x', surname: 'Tall' }].map(
    ({ username, userId, surname }) =>
      `('office', 'ldap', '${username}', '${userId}', 'Lena', '${surname}', '', '', '', '')`,
  );
  await rawSql(
    house.server.installation.store,
    `INSERT INTO people (realm, resolver, username, user_id, given_name, surname, email, mobile, phone, office) VALUES ${people.join(',')}`,
  );
  at = await houseDesk(house);
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
  await at.ask('sync/send-now');
});
afterAll(async () => {
  await at?.desk.close();
  await house?.close();
});

const sent = async () => {
  const { waiting, problem } = await at.ask('sync/send-now');
  return { waiting, problem };
};

test('queues and issues to a person whose id is as long as a DN, and the server has it', async () => {
  const person = { realm: 'office', username: 'long900' };
  expect((await at.ask('people/search', { query: 'long', limit: 10 })).rows).toHaveLength(2);
  expect((await at.ask('queue-here/put', person)).record).not.toBeNull();
  expect(await sent()).toEqual({ waiting: 0, problem: null });
  await at.ask('ceremony/begin');
  await at.ask('ceremony/choose-holder', person);
  await walk(at, 'done');
  await at.ask('ceremony/close');
  expect(await sent()).toEqual({ waiting: 0, problem: null });
});

test('issues in the name of whoever has the longest name, and the server has it', async () => {
  const user = `${longName}@office`;
  const admin = await administration(house);
  await admin.post('/trust/groups/long', { name: 'Long', allow: 'control_trust' });
  await admin.post('/trust/groups/long/members', { user });
  await admin.post('/trust/offices/basel', { name: 'Basel' });
  await admin.post('/trust/offices/basel/controllers', { user });
  expect(await sent()).toEqual({ waiting: 0, problem: null });
  await at.ask('app/set-settings', { controller: user });
  at.token = emulatedToken(quick);
  await at.ask('ceremony/begin');
  await walk(at, 'done');
  expect((await at.ceremony()).controller).toBe(user);
  await at.ask('ceremony/close');
  expect(await sent()).toEqual({ waiting: 0, problem: null });
});

test('refuses in words, before a token is written, whom no record can name; and what comes after is delivered', async () => {
  const person = { realm: 'office', username: 'long1001' };
  const total = async () => (await at.ask('records/list', { query: '', limit: 1 })).total;
  const before = await total();
  const queueing = await failureOf(at.ask('queue-here/put', person));
  expect(queueing).toEqual({ code: 'record/not-agreed', context: { field: 'act.holder.userId' } });
  await at.ask('ceremony/begin');
  expect(await failureOf(at.ask('ceremony/choose-holder', person))).toEqual({
    code: 'record/not-agreed',
    context: { field: 'userId' },
  });
  await at.ask('ceremony/close').catch(() => undefined);
  expect(await total()).toBe(before);
  expect((await at.ask('queue-here/put', { realm: 'office', username: 'u.thant' })).record).not.toBeNull();
  expect(await sent()).toEqual({ waiting: 0, problem: null });
});

test('begins nothing in a name that no record can carry', () => {
  const realm = 'r'.repeat(longestRealm);
  expect(mustBeNameable(`${longName}@${realm}`)).toBeUndefined();
  expect(() => mustBeNameable(`${longName}@${realm}x`)).toThrow('record/not-agreed');
});
