import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, password } from '../server/house.ts';
import { rawSql } from '../server/raw-sql.ts';
import { bytes, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';

let house: House;
let at: HouseDesk;
beforeAll(async () => {
  house = await openHouse();
  const people = [900, 1001].map(
    (length) => `('office', 'ldap', 'long${length}', '${'x'.repeat(length)}', 'Lena', 'Long', '', '', '', '')`,
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
