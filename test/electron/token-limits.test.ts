import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { emulatedToken } from '../../native/emulator/token.ts';
import { type DeskAtWork, deskAtWork, setUp, until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type RunningServer, runServer } from './running-server.ts';

/** Asks the server as the administrator anna. */
function ask(server: RunningServer, path: string, parameters: Record<string, string>, login = ''): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: login, 'content-type': 'application/x-www-form-urlencoded' };
    const options = { method: 'POST', ca: readFileSync(join(server.data, 'ca.pem')), agent: false, headers };
    const sent = request(new URL(path, server.url), options, (response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => (response.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(text))));
    });
    sent.on('error', reject);
    sent.end(new URLSearchParams(parameters).toString());
  });
}

let server: RunningServer;
let at: DeskAtWork | undefined;
afterAll(async () => {
  await at?.desk.close();
  await server?.kill();
});

test('refuses a second token to a person whom a pulled policy allows one, with the server gone', async () => {
  server = await runServer();
  const login = (await ask(server, '/auth', { username: 'anna', password: 'anna has a long password' })) as {
    result: { value: { token: string } };
  };
  const policy = { scope: 'enrollment', action: 'max_token_per_user=1', realm: 'office' };
  await ask(server, '/policy/one_each', policy, login.result.value.token);

  let token = emulatedToken({ serial: 30_000_001 });
  at = await deskAtWork({ trial: { emulatedToken: () => token } });
  await setUp(at, server.code());
  await walk(at, 'done');
  const desk = at;
  await until(async () => ((await desk.ask('sync/state')).waiting === 0 ? true : undefined));
  await at.ask('ceremony/close');
  await at.ask('practice/pull-out');
  await server.kill();

  token = emulatedToken({ serial: 30_000_002 });
  expect(await failureOf(walk(at, 'program'))).toMatchObject({
    code: 'token/limit',
    context: { limit: 1, policies: 'one_each' },
  });
  expect((await at.ceremony()).step).toBe('token');
});
