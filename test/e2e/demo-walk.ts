import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { emulatedTokenInFile } from '../../native/emulator/state-file.ts';
import { acts, beginCeremony, heading, pin, setUpDesk } from './actions.ts';
import { type House, newHouse } from './launch.ts';

/*
 * `npm run demo`: one issuance by the acts of the end-to-end tests, unattended.
 * 1. A server with example people, a station that enrols with it, a desk with an emulated token.
 * 2. Each act is timed, and the screen it begins at is kept as a picture.
 * 3. The server is asked: has the record arrived, whose is the token, does it take the person's code, and the same again?
 */
const out = process.argv[2] ?? 'demo-out';
const person = { name: 'Amara Okafor', username: 'amara.okafor' };
const deliveryMs = 30_000;

/** Acts that the screen is not ready for at once: the picture waits for it. */
const screens: Readonly<Record<string, string>> = {
  'set up the desk': 'Make the vault of this station',
  prove: 'Touch the token',
};

interface Step {
  readonly name: string;
  readonly ms: number;
}

/** What the server says of a token, as far as it is asked here. */
interface ServerToken {
  readonly serial: string;
  readonly username: string;
  readonly user_realm: string;
}

async function walk(house: House): Promise<boolean> {
  const steps: Step[] = [];
  const { app, page, quit } = await house.open();
  let pictures = 0;
  const picture = (name: string) => {
    pictures += 1;
    return page.screenshot({
      path: join(out, `${String(pictures).padStart(2, '0')}-${name.replaceAll(' ', '-')}.png`),
    });
  };
  const timed = async (name: string, act: () => Promise<void>) => {
    const screen = screens[name];
    if (screen !== undefined) await heading(page, screen).waitFor();
    await picture(name);
    const startedAt = performance.now();
    await act();
    const ms = Math.round(performance.now() - startedAt);
    steps.push({ name, ms });
    console.log(`${String(ms).padStart(6)} ms  ${name}`);
  };
  await timed('set up the desk', () => setUpDesk(page));
  await timed('begin', () => beginCeremony(page));
  for (const { step, act } of acts) await timed(step, () => act(page, person.name));

  let token: ServerToken | undefined;
  await timed('deliver', async () => {
    const giveUpAt = performance.now() + deliveryMs;
    const login = await loginToken(house);
    while (token === undefined && performance.now() < giveUpAt) {
      token = await issuedToken(house, login);
      if (token === undefined) await wait(100);
    }
  });
  await picture('delivered');
  const electron = await app.evaluate(() => process.versions.electron);
  await quit();

  // The person at home: the same token in another port, touched once more.
  const atHome = emulatedTokenInFile(house.tokenFile, {});
  atHome.powerUp();
  const code = atHome.touch(1).trim();
  const check = async () =>
    (await house.server.check(person.username, token?.user_realm ?? '', `${pin}${code}`)) ? 'ACCEPT' : 'REJECT';
  const firstCode = await check();
  const sameCodeAgain = await check();
  const result = {
    electron,
    serial: token?.serial ?? '',
    holder: token?.username ?? '',
    steps,
    recordDelivered: token !== undefined,
    firstCode,
    sameCodeAgain,
  };
  writeFileSync(join(out, 'issuance.json'), `${JSON.stringify(result, undefined, 2)}\n`);
  console.log(`The server has the record: ${result.recordDelivered ? `${result.serial}, ${result.holder}` : 'no'}`);
  console.log(`The next code: ${firstCode}. The same code again: ${sameCodeAgain}. All of it is in ${out}`);
  return result.recordDelivered && firstCode === 'ACCEPT' && sameCodeAgain === 'REJECT';
}

async function loginToken(house: House): Promise<string> {
  const reply = await ask(house, 'POST', '/auth', { username: 'anna', password: 'anna has a long password' });
  return (reply as { result: { value: { token: string } } }).result.value.token;
}

async function issuedToken(house: House, login: string): Promise<ServerToken | undefined> {
  const reply = await ask(house, 'GET', `/token/?user=${person.username}`, undefined, login);
  return (reply as { result: { value: { tokens: ServerToken[] } } }).result.value.tokens[0];
}

function ask(house: House, method: string, path: string, parameters?: Record<string, string>, login = '') {
  const body = new URLSearchParams(parameters).toString();
  return new Promise<unknown>((resolve, reject) => {
    const headers = { authorization: login, 'content-type': 'application/x-www-form-urlencoded' };
    const ca = readFileSync(join(house.server.data, 'ca.pem'));
    const sent = request(new URL(path, house.server.url), { method, ca, agent: false, headers }, (response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

rmSync(join(out, 'issuance.json'), { force: true });
const house = await newHouse();
try {
  process.exitCode = (await walk(house)) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(house.log().split('\n').slice(-20).join('\n'));
  process.exitCode = 1;
} finally {
  await house.end();
}
