import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from '../../build/root.ts';
import { de, en } from './texts.ts';

/** Literals of the server's sources that look like the name of an act and are something else. */
const others = /^(application|text|csv-parse)\/|^policy\/missing-data$/;

function namesOfActs(): ReadonlySet<string> {
  const sources = globSync('server/**/*.ts', {
    cwd: root,
    exclude: ['server/openapi/**', 'server/store/migrations/**'],
  });
  const literals = sources.flatMap((file) =>
    [...readFileSync(`${root}/${file}`, 'utf8').matchAll(/'([a-z]+(?:-[a-z]+)*\/[a-z]+(?:-[a-z]+)*)'/g)].map(
      ([, name = '']) => name,
    ),
  );
  return new Set(literals.filter((name) => !others.test(name)));
}

test('everything that the server writes into its audit has words in both languages', () => {
  const names = namesOfActs();
  expect(names.size).toBeGreaterThan(90);
  for (const { audit } of [en, de]) {
    expect([...names].filter((name) => !(name in audit.act)).sort()).toEqual([]);
  }
});
