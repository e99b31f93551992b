import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, type RunnerTestSuite } from 'vitest';
import { root } from '../../build/root.ts';
import { evidence, type House, houses } from './launch.ts';

/*
 * What a test in the real app leaves when it fails, since nobody is there to look: a picture of each open desk, and in
 * words what was on it, where the focus was, and what the app said. The message names both files.
 */
const folder = join(root, 'out', 'e2e-failures');
const pictureMs = 5_000;
/** Errors that were told already where they were seen. */
const told = new WeakSet<object>();
let suite: Readonly<RunnerTestSuite> | undefined;

/** By this the end of the run knows what was started here. */
process.env.KEYDESK_STARTED_BY = process.env.KEYDESK_TEST_RUN;

// biome-ignore lint/correctness/noEmptyPattern: what a hook wants is read from its pattern
beforeAll(({}, own) => {
  suite = own;
});

beforeEach(({ skip, task }) => {
  const failed = (task.suite ?? task.file).tasks.some((one) => one.type === 'test' && one.result?.state === 'fail');
  if (failed && houses.size > 0) skip('a step before it failed, and it goes on from there');
});

afterEach(({ task }) => tell(task.name, task.result?.errors));

evidence.take = () => tell('before its tests', suite?.result?.errors);

/** What a test that failed early left behind. */
afterAll(async () => {
  for (const house of [...houses]) await house.end();
});

async function tell(name: string, errors: readonly Told[] | undefined): Promise<void> {
  const fresh = (errors ?? []).filter((error) => !told.has(error));
  if (fresh.length === 0) return;
  const words: string[] = [];
  for (const house of houses) words.push(...(await seen(house, name)));
  for (const error of fresh) {
    told.add(error);
    const [first = '', ...others] = error.message.split('\n');
    const message = [first, ...words, ...others].join('\n');
    if (error.stack !== undefined) error.stack = error.stack.replace(error.message, () => message);
    error.message = message;
  }
}

/** As vitest keeps an error that it will report. */
interface Told {
  message: string;
  stack?: string | undefined;
}

async function seen(house: House, name: string): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  const file = `${basename(suite?.file.filepath ?? 'test', '.test.ts')}-${name}`.replace(/[^\w-]+/g, '-').slice(0, 100);
  const words: string[] = [];
  const desks = house.desks();
  for (const [index, { page, complaints }] of desks.entries()) {
    const path = join(folder, desks.length === 1 ? file : `${file}-${index + 1}`);
    const on = await within(inWords(page));
    const picture = await within(page.screenshot({ path: `${path}.png`, timeout: pictureMs }).then(() => 'taken'));
    writeFileSync(`${path}.txt`, [on, 'Complaints:', ...complaints, 'The app said:', house.log()].join('\n'));
    words.push(
      `Picture: ${picture === 'taken' ? relative(root, `${path}.png`) : picture}; words and log: ${relative(root, `${path}.txt`)}`,
      `The desk stood at ${on.split('\n')[0]}`,
    );
  }
  if (desks.length > 0) return words;
  writeFileSync(join(folder, `${file}.txt`), house.log());
  return [`No desk was open. Log: ${relative(root, join(folder, `${file}.txt`))}`];
}

/** Where it is and what has the focus in the first line, then all that can be read on it. */
async function inWords(page: Page): Promise<string> {
  const focus = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200) ?? 'nothing');
  const headings = await page.getByRole('heading').allInnerTexts();
  const place = `${page.url().split('#')[1] ?? ''} "${headings.join('", "')}", focus on ${focus.replace(/\s+/g, ' ')}`;
  return `${place}\n${await page.locator('body').ariaSnapshot({ timeout: pictureMs })}`;
}

/** A window that is gone or stands still must not hold up what is to be told of it. */
function within(work: Promise<string>): Promise<string> {
  const late = new Promise<string>((resolve) => {
    setTimeout(resolve, 2 * pictureMs, 'a window that does not answer').unref();
  });
  return Promise.race([work.catch((error: unknown) => `a window that cannot be asked: ${error}`), late]);
}
