import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../build/root.ts';
import { heading, press } from './actions.ts';
import { changeOver, go, issueAtScreens, lookAtBoard, toBoard, until } from './rollout-acts.ts';
import * as cast from './rollout-cast.ts';
import type { Walk } from './rollout-house.ts';

/** The last stage: tokens are required. */
async function requireOfEveryone(walk: Walk): Promise<void> {
  const { page } = walk;
  await toBoard(walk);
  await press(page, 'Require a token');
  const password = page.getByLabel('Password', { exact: true });
  const everyone = page.getByRole('row', { name: 'Everyone' });
  await password.or(everyone).first().waitFor();
  if (await password.isVisible()) {
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('anna');
    await password.fill('anna has a long password');
    await page.keyboard.press('Enter');
  }
  await everyone.click();
  await press(page, 'Change the group');
  await page
    .getByRole('radiogroup', { name: 'Require token', exact: true })
    .getByRole('radio', { name: 'Allow' })
    .press('Space');
  await walk.look('a token is to be required');
  await press(page, 'Save the group');
}

/** One too early: the list names the one who would be locked out, and nothing is saved. */
export async function tooEarly(walk: Walk): Promise<void> {
  const { page } = walk;
  await requireOfEveryone(walk);
  await page.getByRole('heading', { name: 'This locks 1 person out' }).waitFor();
  await page.getByRole('region', { name: 'People who are locked out' }).getByText(cast.last.name).waitFor();
  await walk.look('who would be locked out');
  await press(page, 'Change it first');
  await page.keyboard.press('Escape');
}

export async function lastToken(walk: Walk): Promise<void> {
  const there = await walk.basel();
  await changeOver(there, cast.ines);
  await issueAtScreens(there, cast.last, cast.shipped[7] ?? '', 'the last token');
  await lookAtBoard(walk, 'board with everybody', '20 of 20');
}

export async function enforce(walk: Walk): Promise<void> {
  const { page } = walk;
  await requireOfEveryone(walk);
  await page.getByText('Nobody is locked out: whoever needs a token to log in has one.').waitFor();
  await walk.look('a token is required of everyone');
  await lookAtBoard(walk, 'board when all is done', 'Required of: Everyone. Nobody is locked out.');
  await until(async () => (await page.locator('.rollout-stages li[data-state=done]').count()) === 5);
  await go(page, 'Desk');
  await heading(page, 'Ready for the next person').waitFor();
  assert.equal(await page.getByText('Bringing tokens in').count(), 0);
}

/** All of it in one file, which anybody can check without the server. */
export async function bundle(walk: Walk): Promise<void> {
  const { data } = walk.house.server;
  const file = join(data, 'bundle.jsonl');
  const run = (...words: string[]) => spawnSync(process.execPath, words, { encoding: 'utf8', cwd: root });
  const exported = run('server/main.ts', 'export', 'bundle', file, '--data', data);
  const key = /--key ([\w-]{43})/.exec(exported.stdout)?.[1] ?? '';
  assert.notEqual(key, '', exported.stderr);
  const verified = run('build/verify.ts', file, '--key', key);
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  rmSync(file);
}
