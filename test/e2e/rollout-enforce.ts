import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { root } from '../../build/root.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import { emulatedState } from '../../native/emulator/state.ts';
import { press } from './actions.ts';
import { changeOver, go, issueAtScreens, lookAtBoard, toBoard } from './rollout-acts.ts';
import * as cast from './rollout-cast.ts';
import type { Walk } from './rollout-house.ts';
import { serverWire } from './server-wire.ts';

/** The last stage: tokens are required, who has one gets in, who has none is told whom to ask. */
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
  await changeOver(walk, cast.ines);
  await issueAtScreens(walk, cast.last, cast.shipped[7] ?? '', 'the last token');
  await lookAtBoard(walk, 'board with everybody', '20 of 20');
}

export async function enforce(walk: Walk): Promise<void> {
  const { page } = walk;
  await requireOfEveryone(walk);
  await page.getByText('Nobody is locked out: whoever needs a token to log in has one.').waitFor();
  await walk.look('a token is required of everyone');
  await lookAtBoard(walk, 'board when all is done', 'Required of: Everyone. Nobody is locked out.');
  assert.equal(await page.locator('.rollout-stages li[data-state=done]').count(), 5);
  await go(page, 'Desk');
  assert.equal(await page.getByText('Bringing tokens in').count(), 0);
}

/** What the sign-in page says to somebody, as a browser without scripts sees it. */
function sent(walk: Walk, path: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const body = new URLSearchParams(fields).toString();
  const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
  const ca = readFileSync(join(walk.house.server.data, 'ca.pem'));
  return new Promise((resolve, reject) => {
    const post = request(
      new URL(path, walk.house.server.url),
      { method: 'POST', ca, agent: false, headers },
      (response) => {
        let text = '';
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () => resolve(text));
      },
    );
    post.on('error', reject);
    post.end(body);
  });
}

/** What the next touch of somebody's token would type, at home. */
function codeAtHome({ drawer, issued }: Walk, { username }: cast.Player): string {
  const file = join(drawer, `${issued.get(username)}.json`);
  const { slots } = emulatedState.parse(JSON.parse(readFileSync(file, 'utf8')));
  const configuration = Buffer.from(slots[1]?.configuration ?? '', 'hex');
  const seed = Buffer.concat([configuration.subarray(22, 38), configuration.subarray(16, 20)]);
  return hotp(seed, slots[1]?.counter ?? 0);
}

export async function logIn(walk: Walk): Promise<void> {
  const { amara } = cast;
  const asked = await sent(walk, '/login', { username: amara.username, password: cast.passwordOf(amara) });
  const session = /name="session" value="([^"]+)"/.exec(asked)?.[1] ?? '';
  const code = codeAtHome(walk, amara);
  assert.match(await sent(walk, '/login/code', { session, code: '000000' }), /Ask Hana or Jan in Bern/);
  assert.match(await sent(walk, '/login/code', { session, code }), /signed in/);
  assert.doesNotMatch(await sent(walk, '/login/code', { session, code }), /signed in/);

  const wire = await serverWire(walk.house);
  const user = 'new.starter';
  const password = 'nobody gave me a token yet';
  const parameters = { resolver: 'office', user, givenname: 'Nia', surname: 'Newcomer', description: 'Bern' };
  await wire.ask({ method: 'POST', path: '/user/', parameters, secrets: { password: Buffer.from(password) } });
  wire.close();
  const refused = await sent(walk, '/login', { username: user, password });
  assert.match(refused, /Ask Hana or Jan in Bern/);
  assert.doesNotMatch(refused, /name="session"/);
  assert.doesNotMatch(await sent(walk, '/login', { username: user, password: 'a wrong one' }), /Ask Hana/);
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
