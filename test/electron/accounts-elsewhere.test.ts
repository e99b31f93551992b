import { afterAll, beforeAll, expect, test } from 'vitest';
import { KeydeskError } from '../../domain/failure.ts';
import { searchAccounts } from '../../electron/administration/accounts.ts';
import { administratorSession } from '../../electron/administration/session.ts';
import type { Wire } from '../../electron/administration/wire-client.ts';
import { type House, openHouse, password } from '../server/house.ts';

/* A server that speaks privacyIDEA's wire and no more: ours, behind a wire that knows no `/people/`. */
let house: House;
let wire: Wire;
const asked: string[] = [];
beforeAll(async () => {
  house = await openHouse();
  const session = administratorSession({
    server: () => ({ url: house.server.url, ca: house.server.installation.authority.ca }),
    now: () => new Date(),
    changed: () => {},
  });
  await session.signIn('root', Buffer.from(password));
  const all = session.wire();
  wire = {
    ...all,
    ask: (wanted) => {
      asked.push(wanted.path);
      if (wanted.path !== '/people/') return all.ask(wanted);
      return Promise.reject(new KeydeskError('administration/not-there', { status: 404, code: 601, said: '' }));
    },
  };
});
afterAll(() => house?.close());

const names = async (query: string, page = 1) =>
  (await searchAccounts(wire, query, page)).rows.map(({ username }) => username);

test.each([
  ['okafor', ['amara.okafor']],
  ['berg jan', ['jan.vandenberg']],
  ['okafor jan', []],
])('finds %s by what privacyIDEA can be asked for', async (query, found) => {
  expect(await names(query)).toEqual(found);
  expect(asked).toContain('/user/');
});

test('makes pages of what comes all at once', async () => {
  const { rows, next } = await searchAccounts(wire, '', 1);
  expect([rows.length, next]).toEqual([20, null]);
  expect(await names('', 2)).toEqual([]);
});
