import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  answerChecks,
  beginCeremony,
  choosePerson,
  comeBack,
  heading,
  press,
  setUpDesk,
  signIn,
  unlock,
} from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';

/*
 * What the shell itself answers for, with a ceremony open before a token is taken:
 * 1. a token that types where nobody asked, the menu and its keys, what About says
 * 2. the laptop goes to sleep
 * 3. the desk core dies; dies again and again; the window's process dies
 * 4. the shell is killed alone; is told to end by a signal
 */
const person = 'Amara Okafor';
let house: House;
let open: OpenApp;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  await setUpDesk(open.page);
  await beginCeremony(open.page);
});
afterAll(() => house?.end());

/** The desk core's process id, while it has one. */
async function corePid(): Promise<number | undefined> {
  const metrics = await open.app.evaluate(({ app }) => app.getAppMetrics());
  return metrics.find(({ name, serviceName }) => name === 'Keydesk core' || serviceName === 'Keydesk core')?.pid;
}

async function coreThere(other?: number): Promise<number> {
  await expect.poll(async () => ((await corePid()) ?? other) !== other, { timeout: 60_000 }).toBe(true);
  return (await corePid()) ?? 0;
}

const deathsTold = () => house.log().split('The desk core ended').length - 1;

function isAlive(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
}

test('keeps what a token types outside the code field out of every field', async () => {
  const { page } = open;
  await ask(page, 'practice/plug-in');
  const search = page.getByRole('searchbox', { name: 'Name or username' });
  await search.focus();
  await open.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    for (const keyCode of ['c', 'c', 'c', 'c', 'b', 'd', '4', '7', '1', '1', '9', '3', 'Enter']) {
      for (const type of ['keyDown', 'char', 'keyUp'] as const) {
        contents?.sendInputEvent({ type, keyCode: keyCode === 'Enter' && type === 'char' ? '\r' : keyCode });
      }
    }
  });
  await page.getByText('The token typed outside the code field.').first().waitFor();
  expect(await search.inputValue()).toBe('');
  await heading(page, 'Who gets the token?').waitFor();
});

test('has no menu key that a token could type', async () => {
  const keys = await open.app.evaluate(({ Menu }) => {
    type Item = Electron.MenuItem;
    const all = (items: readonly Item[]): readonly Item[] =>
      items.flatMap((item) => [item, ...(item.submenu ? all(item.submenu.items) : [])]);
    return all(Menu.getApplicationMenu()?.items ?? []).flatMap((item) => {
      const key =
        item.accelerator ??
        (item as never as { getDefaultRoleAccelerator?: () => string }).getDefaultRoleAccelerator?.();
      return key ? [String(key)] : [];
    });
  });
  expect(keys.length).toBeGreaterThan(5);
  for (const key of keys) expect(key).toMatch(/(Ctrl|Control|Cmd|Command|CommandOrControl|Alt)\+|^F\d+$/i);
});

test('says in About which version runs on what', async () => {
  const said = await open.app.evaluate(async ({ dialog, Menu }) => {
    const shown: string[] = [];
    dialog.showMessageBox = (async (...given: unknown[]) => {
      shown.push(JSON.stringify(given.at(-1)));
      return { response: 0, checkboxChecked: false };
    }) as never;
    const help = Menu.getApplicationMenu()?.items.find(({ role }) => role?.toLowerCase() === 'help');
    help?.submenu?.items[0]?.click();
    return { shown, electron: process.versions.electron };
  });
  expect(said.shown).toHaveLength(1);
  expect(said.shown[0]).toContain(`Electron ${said.electron}`);
  const { runtime } = await ask(open.page, 'app/state');
  expect(said.shown[0]?.includes('substitute')).toBe(runtime.substitute);
});

test('asks for the person again when the laptop slept', async () => {
  const { page } = open;
  await choosePerson(page, person);
  await answerChecks(page);
  await open.app.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('suspend');
  });
  await heading(page, 'anna locked this desk').waitFor();
  await signIn(page);
  await heading(page, `Is ${person} still in front of you?`).waitFor();
  await press(page, new RegExp(`^Yes, it is ${person}`));
  await heading(page, /Plug in the token|Is this the token in your hand/).waitFor();
});

test('starts the desk core again when it dies, and says so', async () => {
  const { page } = open;
  const first = await coreThere();
  await page.evaluate(() => {
    const said: unknown[] = [];
    Object.assign(window, { said });
    window.keydesk.on('app/changed', ({ phase, failure }) => said.push([phase, failure?.code]));
  });
  process.kill(first, 'SIGKILL');
  await coreThere(first);
  await heading(page, 'Unlock Keydesk').waitFor();
  const said = await page.evaluate(() => (window as never as { said: unknown[] }).said);
  expect(said).toContainEqual(['starting', 'app/core-stopped']);
  await unlock(page);
  await heading(page, `Is ${person} still in front of you?`)
    .or(page.getByRole('button', { name: /^Go on with/ }))
    .waitFor();
  expect(await ask(page, 'ceremony/current')).toMatchObject({ step: 'token', confirmAgain: true });
});

test('leaves a core alone that dies again and again, says so, and tries anew when asked', async () => {
  const { page } = open;
  // Three in a minute are too many; on a busy machine a minute is not long.
  let last: number | undefined;
  const failure = () =>
    ask(page, 'app/state').then(
      (state) => state.failure?.code,
      () => 'it died while it was asked',
    );
  while ((await failure()) !== 'app/core-lost') {
    const pid = await corePid();
    if (pid === undefined || pid === last) continue;
    last = pid;
    process.kill(pid, 'SIGKILL');
  }
  await page.getByText('The heart of Keydesk stops again and again.').first().waitFor();
  await expect(ask(page, 'desk/home')).rejects.toThrow('app/core-lost');
  await press(page, /^Try again/);
  await heading(page, 'Unlock Keydesk').waitFor();
});

test('draws the window anew when its process dies', async () => {
  await unlock(open.page);
  await expect.poll(async () => (await ask(open.page, 'app/state')).phase).toBe('ready');
  const phase = await open.app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const drawn = new Promise<void>((resolve) => contents?.once('did-finish-load', () => resolve()));
    contents?.forcefullyCrashRenderer();
    await drawn;
    return contents?.executeJavaScript(`keydesk.invoke('app/state').then((state) => state.value.phase)`);
  });
  expect(phase).toBe('ready');
});

test('takes the desk core with it when the shell alone is killed', async () => {
  const core = await coreThere();
  process.kill(open.app.process().pid ?? 0, 'SIGKILL');
  await expect.poll(() => isAlive(core), { timeout: 60_000 }).toBe(false);
});

test('closes the vault in order when every process is told to end, as Ctrl-C at the console does', async () => {
  open = await house.open();
  await comeBack(open.page, person);
  const core = await coreThere();
  const before = deathsTold();
  const shell = open.app.process();
  const ended = new Promise<number | null>((resolve) => shell.once('exit', resolve));
  process.kill(core, 'SIGINT');
  process.kill(shell.pid ?? 0, 'SIGINT');
  expect(await ended).toBe(0);
  await expect.poll(() => isAlive(core)).toBe(false);
  expect(deathsTold()).toBe(before);
});
