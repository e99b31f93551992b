import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchPeople } from '../../server/store/people-search.ts';
import { type Administration, administration, told } from './administration.ts';
import { isOnPostgres } from './data-directory.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';

let house: House;
let root: Administration;
beforeAll(async () => {
  house = await openHouse();
  root = await administration(house);
});
afterAll(() => house.close());

async function search(query: string, more = ''): Promise<{ names: string[]; next: number | null }> {
  const { json } = await root.get(`/people/?query=${encodeURIComponent(query)}${more}`);
  const { people, next } = json.result.value;
  return { names: people.map((one: { username: string }) => one.username), next };
}

test.each([
  ['okafor', ['amara.okafor']],
  ['OKAFOR ama', ['amara.okafor']],
  ['ågård', ['bjoern.aagaard']],
  ['秀英', ['chen.xiuying']],
  ['шевченко', ['oleksandra.shevchenko']],
  ['jan.vandenberg@example', ['jan.vandenberg']],
  ['okafor nobody', []],
  ['%', []],
  ['_____________', []],
])('finds who has %s in their names', async (query, names) => {
  expect((await search(query)).names).toEqual(names);
});

test('gives everybody a page at a time, each once', async () => {
  const seen: string[] = [];
  for (let page: number | null = 1; page !== null; ) {
    const { names, next } = await search('', `&pagesize=7&page=${page}`);
    expect(names.length).toBeLessThanOrEqual(7);
    seen.push(...names);
    page = next;
  }
  expect(seen).toHaveLength(20);
  expect(new Set(seen).size).toBe(20);
});

test.each([
  '"',
  "'",
  'okafor" OR "gar',
  'NEAR(oka for)',
  'username:okafor',
  '(oka',
  'oka^for',
  '-okafor',
  '\\okafor',
  'oka\0for',
])('takes %j as letters, not as words of the index', async (query) => {
  expect((await search(query)).names).toEqual([]);
});

test('finds whoever is called otherwise by the new name alone, and nobody who is gone', async () => {
  const { store } = house.server.installation;
  const amara = await store.ownPeople.find('office', 'amara.okafor');
  if (amara === undefined) throw new Error('the example people are there');
  await store.ownPeople.change('office', { ...amara, surname: 'Nnamdi', email: 'new@example.net' });
  expect((await search('nnamdi')).names).toEqual(['amara.okafor']);
  expect((await search('example.net ama')).names).toEqual(['amara.okafor']);
  expect((await search('okafor@example')).names).toEqual([]);
  await store.ownPeople.remove('office', 'amara.okafor', '2026-11-22T09:00:00Z');
  expect((await search('nnamdi')).names).toEqual([]);
  await store.ownPeople.add('office', amara);
  expect((await search('okafor@example')).names).toEqual(['amara.okafor']);
});

describe('among many', () => {
  const parts = ['ba', 'ke', 'Lo', 'mi', 'nü', 'Åg', 'se', 'ti', 'оль', '秀英', "o'", 'xe', '_', '%', 'del', 'GAR'];
  let seed = 7;
  const random = (below: number) => {
    seed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return ((seed ^ (seed >>> 13)) >>> 0) % below;
  };
  const word = () => Array.from({ length: 1 + random(3) }, () => parts[random(parts.length)]).join('');
  const many = Array.from({ length: 400 }, (_, at) => ({
    username: `${word()}${at}`,
    surname: word(),
    givenName: word(),
    email: random(3) === 0 ? '' : `${word()}@example.com`,
  }));
  beforeAll(async () => {
    const { store } = house.server.installation;
    await store.people.ensureRealm('many');
    for (const [at, one] of many.entries()) {
      await store.people.add({ realm: 'many', userId: `m${at}`, mobile: '', phone: '', office: '', ...one });
    }
  }, 60_000);

  const ascii = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  test.each(Array.from({ length: 60 }, () => (random(4) === 0 ? `${word()} ${word()}` : word())))(
    'finds whom reading everybody finds for %j',
    async (query) => {
      const words = query.split(' ').map(ascii);
      const found = many.filter(({ username, givenName, surname, email }) => {
        const text = ascii([username, givenName, surname, email].join(' '));
        return words.every((one) => text.includes(one));
      });
      const said = await searchPeople(house.server.installation.store.db, query.split(' '), { offset: 0, limit: 999 }, [
        'many',
      ]);
      // Letters beyond A to Z are found in other cases, too.
      expect(said.map(({ username }) => username)).toEqual(
        expect.arrayContaining(found.map(({ username }) => username)),
      );
      if (/^[\x20-\x7e]*$/.test(query)) expect(said).toHaveLength(found.length);
    },
  );
});

test.skipIf(isOnPostgres())('asks the index for three letters and reads no person for fewer', async () => {
  const { db } = house.server.installation.store;
  const plan = async (words: readonly string[]) => {
    const said: string[] = [];
    const watched = db.withPlugin({
      transformQuery: ({ node }) => {
        const { sql: text, parameters } = db.getExecutor().compileQuery(node, { queryId: 'plan' });
        said.push(JSON.stringify([text, parameters]));
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    await searchPeople(watched, words, { offset: 0, limit: 51 });
    const [text, parameters] = JSON.parse(said.at(-1) ?? '[]');
    const rows = await rawSql<{ detail: string }>(
      house.server.installation.store,
      `EXPLAIN QUERY PLAN ${parameters.reduce((whole: string, one: unknown) => whole.replace('?', typeof one === 'string' ? `'${one}'` : String(one)), text)}`,
    );
    return rows.map(({ detail }) => detail).join('\n');
  };
  expect(await plan(['okafor'])).toMatch(/people_search VIRTUAL TABLE INDEX/);
  expect(await plan(['oq'])).toMatch(/COVERING INDEX people_in_order/);
});

test('is for who may see people', async () => {
  await root.limitTo(['tokenlist']);
  expect(told(await root.get('/people/?query=a'))).toEqual([403, 303]);
});
