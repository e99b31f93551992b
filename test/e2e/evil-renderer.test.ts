import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { channels } from '../../domain/contract/ipc.ts';
import { failures } from '../../domain/failure.ts';
import { beginCeremony, choosePerson, heading, setUpDesk } from './actions.ts';
import { ask } from './bridge.ts';
import { type Ear, knock, listen } from './ear.ts';
import { sendHostileRequests } from './hostile-requests.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { tryWaysOut } from './ways-out.ts';

/*
 * 1. A desk is set up, and a ceremony stands at its checks.
 * 2. The window turns evil: its own page sends every channel whatever it can make, and tries every way out.
 * 3. Another window with the same preload asks too.
 * 4. All is refused; then the ceremony goes on as if nothing had been.
 */
const person = 'Amara Okafor';
/** Without a number in it no request is out of range. Skipping somebody who does not wait changes nothing. */
const numberless = ['replace/candidates', 'rollout/skip', 'queue-here/look', 'controllers/spoken'];
/** Channels that only read may answer a request of the right shape, without its extra fields. */
const harmless = ['people/search', 'tokens/list', 'records/list', 'stock/list', 'rollout/next', ...numberless];
const wellShaped = ['almost right, polluted', 'almost right, with secrets', 'sql', 'a path'];

const isHarmless = (channel: string, request: string) =>
  (harmless.includes(channel) && wellShaped.includes(request)) ||
  (numberless.includes(channel) && request === 'out of range');

let house: House;
let open: OpenApp;
let ear: Ear;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  ear = await listen();
  await setUpDesk(open.page);
  await beginCeremony(open.page);
  await choosePerson(open.page, person);
});

afterAll(async () => {
  ear?.close();
  await house?.end();
});

describe('an evil renderer', () => {
  test('gets nothing from any channel for a hostile request', async () => {
    const before = await ask(open.page, 'ceremony/current');
    /** What is as it was is answered as it is: settings that were not changed, a vault that is open. */
    const unchanged: Record<string, unknown> = {
      'app/set-settings': (await ask(open.page, 'app/state')).settings,
      'vault/unlock': undefined,
    };
    const replies = await open.page.evaluate(sendHostileRequests, Object.keys(channels));
    expect(new Set(replies.map(({ channel }) => channel)).size).toBe(Object.keys(channels).length);
    const answered: string[] = [];
    for (const { channel, request, reply } of replies) {
      const outcome = reply as { ok?: boolean; failure?: { code: string }; thrown?: string };
      const what = `${channel} asked with ${request}`;
      if (outcome.thrown !== undefined) continue;
      if (outcome.ok === true) {
        if (channel in unchanged) expect(reply, what).toEqual({ ok: true, value: unchanged[channel] });
        else if (!isHarmless(channel, request)) answered.push(what);
      } else {
        expect(Object.keys(failures), what).toContain(outcome.failure?.code);
        // That there is no such record has no failure of its own.
        if (channel !== 'records/get') expect(outcome.failure?.code, what).not.toBe('app/failed');
      }
    }
    expect(answered).toEqual([]);
    expect(JSON.stringify(replies.map(({ reply }) => reply))).not.toContain('polluted');
    expect(await ask(open.page, 'ceremony/current')).toEqual(before);
  });

  test('finds no channel and no event that is not in the contract', async () => {
    const names = [
      '',
      'x',
      '__proto__',
      'constructor',
      'app',
      'app/',
      'APP/STATE',
      'app/state ',
      'ELECTRON_BROWSER_REQUIRE',
    ];
    const replies = await open.page.evaluate(
      (asked) =>
        Promise.all(
          [...asked, { toString: () => 'app/state' }, ['app/state'], null].map((name) =>
            (window.keydesk.invoke as (channel: unknown, request: unknown) => Promise<unknown>)(name, {}),
          ),
        ),
      names,
    );
    for (const reply of replies) expect(reply).toEqual({ ok: false, failure: { code: 'ipc/channel', context: {} } });
    const stopped = await open.page.evaluate(() => typeof window.keydesk.on('no/event' as never, () => {}));
    expect(stopped).toBe('function');
  });

  test('is turned away when it asks more at once than the window ever does', async () => {
    const codes = await open.page.evaluate(async () => {
      const replies = await Promise.all(Array.from({ length: 2000 }, () => window.keydesk.invoke('desk/home')));
      return replies.map((reply) => (reply.ok ? 'ok' : reply.failure.code));
    });
    expect(new Set(codes)).toEqual(new Set(['ok', 'ipc/too-many']));
    expect(await ask(open.page, 'app/state')).toMatchObject({ phase: 'ready' });
  });

  test('finds no way to run code, reach a network, get a permission or another page', async () => {
    const pages = open.app.windows().length;
    const came = await open.page.evaluate(tryWaysOut, ear.port);
    const taken = Object.entries(came).filter(([, outcome]) => outcome !== 'refused');
    expect(taken).toEqual([]);
    expect(Object.keys(came).length).toBeGreaterThan(40);
    expect(open.app.windows()).toHaveLength(pages);
    expect(ear.heard()).toBe(0);
    expect(existsSync(join(process.env.HOME ?? '/', 'Downloads', 'keydesk-evil.txt'))).toBe(false);
    await knock(ear.port);
    expect(ear.heard()).toBe(1);
  });

  test('cannot leave its page', async () => {
    const home = 'app://keydesk/index.html';
    for (const target of [
      `http://127.0.0.1:${ear.port}/`,
      'file:///etc/passwd',
      'about:blank',
      'data:text/html,<h1>gone</h1>',
      'app://keydesk/other.html',
      'app://evil/index.html',
      'app://keydesk/index.html?x=1',
    ]) {
      await open.page.evaluate((to) => {
        setTimeout(() => window.location.assign(to), 0);
      }, target);
      await open.page.waitForTimeout(300);
      expect(open.page.url().split('#')[0], target).toBe(home);
    }
  });

  test('has no bridge in an empty frame, and cannot frame the app', async () => {
    const found = await open.page.evaluate(async () => {
      const blank = document.body.appendChild(document.createElement('iframe'));
      const inside = 'keydesk' in (blank.contentWindow ?? {});
      const framed = document.createElement('iframe');
      framed.src = 'app://keydesk/index.html';
      document.body.append(framed);
      await new Promise((resolve) => setTimeout(resolve, 700));
      const nested = framed.contentDocument?.querySelector('#root') !== null && framed.contentDocument !== null;
      blank.remove();
      framed.remove();
      return { inside, nested };
    });
    expect(found).toEqual({ inside: false, nested: false });
  });
});

test('answers no window but its own, even one with its preload', async () => {
  const replies = await open.app.evaluate(async ({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/out/app/preload.cjs`;
    const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await other.loadURL('about:blank');
    const asked = await other.webContents.executeJavaScript(
      `Promise.all(['app/state', 'desk/home', 'ceremony/sign-off', 'practice/touch'].map((name) => keydesk.invoke(name)))`,
    );
    other.destroy();
    return asked as unknown[];
  });
  expect(replies).toHaveLength(4);
  for (const reply of replies) expect(reply).toMatchObject({ ok: false, failure: { code: 'ipc/sender' } });
});

test('serves the files of the bundle and nothing else', async () => {
  const asked = [
    ['GET', 'app://keydesk/index.html'],
    ['GET', 'app://keydesk/'],
    ['GET', 'app://keydesk/main.cjs'],
    ['GET', 'app://keydesk/../main.cjs'],
    ['GET', 'app://keydesk/%2e%2e/main.cjs'],
    ['GET', 'app://keydesk/assets/..%2f..%2fmain.cjs'],
    ['GET', 'app://keydesk/assets/../../core.cjs'],
    ['GET', 'app://keydesk//etc/passwd'],
    ['GET', 'app://keydesk/..%5c..%5cmain.cjs'],
    ['GET', 'app://keydesk/.vite/manifest.json'],
    ['GET', 'app://evil/index.html'],
    ['POST', 'app://keydesk/index.html'],
  ];
  const answers = await open.app.evaluate(async ({ session }, wanted) => {
    const answered: { status: number; policy: string | null; type: string | null }[] = [];
    for (const [method = '', url = ''] of wanted) {
      const reply = await session.fromPartition('keydesk').fetch(url, { method, bypassCustomProtocolHandlers: false });
      const { headers, status } = reply;
      answered.push({ status, policy: headers.get('content-security-policy'), type: headers.get('content-type') });
    }
    return answered;
  }, asked);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 404, 404, 404, 404, 404, 404, 404, 403, 403]);
  for (const { policy } of answers) {
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    );
  }
  expect(answers[0]?.type).toBe('text/html; charset=utf-8');
});

test('goes on afterwards as if nothing had been', async () => {
  expect(house.log()).not.toContain('The desk core ended');
  expect(house.log()).not.toMatch(/UnhandledPromise|Uncaught/);
  const polluted = await open.app.evaluate(() => 'polluted' in {});
  expect(polluted).toBe(false);
  await open.page.reload();
  await open.page.getByRole('button', { name: new RegExp(`^Go on with ${person}`) }).click();
  await heading(open.page, `Is this ${person}?`).waitFor();
  await open.page.getByRole('button', { name: /^Back/ }).click();
  await heading(open.page, 'Who gets the token?').waitFor();
});
