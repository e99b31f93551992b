import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rolloutHouse, type Walk } from './rollout-house.ts';
import { walkThrough } from './rollout-walk.ts';

/*
 * A roll-out of tokens as with Haplo, in the app: ordering tokens, naming controllers, saying whom to ask, issuing to twenty people in two
 * offices at a desk each, once while the server is away, requiring tokens; and a token lost, one replaced, one returned
 * and written anew, a temporary code.
 */
let walk: Walk;
const shots = process.env.KEYDESK_SHOTS;
let number = 0;

/** The board is looked at by axe, as it stands between two stages and when all of them are done. */
const watched = ['board with a queue', 'board when all is done, below'];

beforeAll(async () => {
  walk = await rolloutHouse(async (page, name) => {
    number += 1;
    const file = `${String(number).padStart(2, '0')}-${name.replaceAll(' ', '-')}.png`;
    if (shots !== undefined) await page.screenshot({ path: join(shots, file) });
    if (!watched.includes(name)) return;
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
  });
});
afterAll(() => walk?.end());

for (const { name, run } of walkThrough) test(name, () => run(walk));

test('nothing was blocked or failed on the way', () => {
  expect(walk.complaints()).toEqual([]);
});
