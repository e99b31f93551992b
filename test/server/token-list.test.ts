import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Administration, administration } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';

/** The list of tokens, long enough that far pages and searches go by their own ways. */
let house: House;
let admin: Administration;
const many = 12_000;
const serialOf = (number: number) => `LIST${String(number * 7919).padStart(8, '0')}`;

beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
  await house.give(serialOf(0));
  await rawSql(
    house.server.installation.store,
    `INSERT INTO credentials (${columns('')})
     WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${many - 1})
     SELECT ${columns("'LIST' || substr(CAST(100000000 + n * 7919 AS TEXT), 2)")} FROM numbers, credentials`,
  );
});
afterAll(() => house.close());

function columns(serial: string): string {
  const others = `type, active, revoked, locked, failcount, maxfail, counter, count_window, sync_window, otp_length, hash,
    time_step, time_window, time_shift, public_id, seed, rollout_state, description, begun_at, tries, successes`;
  return `${serial || 'serial'}, ${others}`;
}

async function list(query: string): Promise<{ count: number; serials: string[]; next: number | null }> {
  const { value } = (await admin.get(`/token/?${query}`)).json.result;
  return {
    count: value.count,
    next: value.next,
    serials: value.tokens.map(({ serial }: { serial: string }) => serial),
  };
}

const serials = Array.from({ length: many }, (_, number) => serialOf(number));

test('every page in either order holds what the whole list has there', async () => {
  for (const page of [1, 2, 101, 120, 121, 199, 240]) {
    const from = (page - 1) * 50;
    expect(await list(`pagesize=50&page=${page}`)).toEqual({
      count: many,
      serials: serials.slice(from, from + 50),
      next: page === 240 ? null : page + 1,
    });
    const reversed = await list(`pagesize=50&page=${page}&sortdir=desc`);
    expect(reversed.serials).toEqual(serials.toReversed().slice(from, from + 50));
  }
  expect(await list('pagesize=50&page=241')).toEqual({ count: many, serials: [], next: null });
  expect((await list('pagesize=700&page=18')).serials).toEqual(serials.slice(11_900));
});

test('a token that begins or ends moves the pages behind it', async () => {
  await list('pagesize=50&page=200');
  await house.give('AAA');
  expect((await list('pagesize=50&page=200')).serials[0]).toBe(serialOf(199 * 50 - 1));
  await admin.remove('/token/AAA');
  expect(await list('pagesize=50&page=200')).toMatchObject({ count: many, serials: serials.slice(9950, 10_000) });
});

test('far pages that are asked for at once, right after a change, are each their own', async () => {
  await house.give('AAA');
  await admin.remove('/token/AAA');
  const pages = [150, 240, 202, 239, 150, 101, 240];
  const lists = await Promise.all(pages.map((page) => list(`pagesize=50&page=${page}`)));
  for (const [place, { serials: found }] of lists.entries()) {
    const from = ((pages[place] ?? 0) - 1) * 50;
    expect(found).toEqual(serials.slice(from, from + 50));
  }
});

test.each([
  '*791*',
  '*LIST0*',
  '*9*',
  '*7919',
  'LIST00*19',
  'list*0791*',
  '*LIST*',
  '*',
  '*"*',
  "*'*",
  '*%*',
  '*ab*',
  '*abc*',
])('a search for %s finds what has it, wherever it stands', async (wanted) => {
  const pattern = new RegExp(`^${wanted.replaceAll('*', '.*')}$`, 'i');
  const found = serials.filter((serial) => pattern.test(serial));
  expect(await list(`pagesize=50&serial=${encodeURIComponent(wanted)}`)).toMatchObject({
    count: found.length,
    serials: found.slice(0, 50),
  });
});

test('parts of a description are found as it is now, and of no token that has ended', async () => {
  await house.give('DESC1', { description: 'spare key of the Äußere Kanzlei' });
  expect((await list('description=*kanzlei*')).serials).toEqual(['DESC1']);
  await admin.post('/token/description', { serial: 'DESC1', description: 'for the front desk' });
  expect((await list('description=*kanzlei*')).serials).toEqual([]);
  expect((await list('description=*front*desk*&serial=*DESC*')).serials).toEqual(['DESC1']);
  await admin.remove('/token/DESC1');
  expect(await list('description=*front*')).toMatchObject({ count: 0, serials: [] });
});

test('people are found by parts of their names, with all their tokens, sorted by them', async () => {
  await house.give('OWN2', { ownerId: await house.personId('amara.okafor'), realms: ['office'] });
  await house.give('OWN1', { ownerId: await house.personId('amara.okafor'), realms: ['office'] });
  await house.give('OWN3', { ownerId: await house.personId('chen.xiuying'), realms: ['office'] });
  expect((await list('user=*okaf*')).serials).toEqual(['OWN1', 'OWN2']);
  expect((await list('user=amara.okafor&realm=office&sortdir=desc')).serials).toEqual(['OWN2', 'OWN1']);
  expect((await list('user=*&sortby=username&sortdir=desc')).serials).toEqual(['OWN3', 'OWN2', 'OWN1']);
  expect((await list('assigned=1&pagesize=2')).count).toBe(3);
  expect((await list('realm=office&serial=*OWN*&sortby=username')).serials.at(-1)).toBe('OWN3');
});
