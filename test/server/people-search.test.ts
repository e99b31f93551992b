import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';

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

test('is for who may see people', async () => {
  await root.limitTo(['tokenlist']);
  expect(told(await root.get('/people/?query=a'))).toEqual([403, 303]);
});
