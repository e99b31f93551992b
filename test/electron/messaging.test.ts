import { afterAll, beforeAll, expect, test } from 'vitest';
import { enqueueMessage } from '../../server/messaging/enqueue-message.ts';
import { freePort } from '../server/debian-server.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { type Receiver, startGateway, startMailServer, type TestTrust, testTrust } from '../server/message-receiver.ts';
import { bytes, until } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';

/* Mail servers, gateways, settings and the queue through the desk's channels, with a real mail server and gateway. */
const login = { user: 'desk', password: 'canary-mail-password' };
let house: House;
let at: HouseDesk;
let trust: TestTrust;
let mail: Receiver;
let gateway: Receiver;

beforeAll(async () => {
  trust = await testTrust();
  const { cert, key } = trust;
  [house, mail, gateway] = await Promise.all([openHouse(), startMailServer({ cert, key, ...login }), startGateway()]);
  at = await houseDesk(house);
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
});
afterAll(async () => {
  await at?.desk.close();
  await house?.close();
  await Promise.all([mail?.stop(), gateway?.stop()]);
  trust?.remove();
});

const server = () => ({
  ...{ name: 'mail', server: '127.0.0.1', port: mail.port, tls: true, username: login.user },
  ...{ password: bytes(login.password) as Uint8Array<ArrayBuffer> | null, sender: 'desk@keydesk.test' },
  ...{ description: '', timeoutSeconds: 5, authority: trust.ca },
});

test('tries a mail server for real before it is kept, and keeps its password unseen', async () => {
  expect(await at.ask('mail-servers/list')).toEqual([]);
  const tried = await at.ask('mail-servers/try', { ...server(), recipient: 'kim@example.org' });
  expect(tried.sent).toBe(true);
  expect(mail.got('message')).toHaveLength(1);
  const wrong = await at.ask('mail-servers/try', {
    ...server(),
    password: bytes('wrong'),
    recipient: 'kim@example.org',
  });
  expect(wrong.sent).toBe(false);
  expect(wrong.said).toMatch(/\w/);
  await at.ask('mail-servers/save', server());
  const [kept] = await at.ask('mail-servers/list');
  expect(kept).toMatchObject({ name: 'mail', port: mail.port, hasPassword: true, tls: true });
  expect(JSON.stringify(kept)).not.toContain(login.password);
});

test('keeps the password that is not typed again, for the same server only', async () => {
  await at.ask('mail-servers/save', { ...server(), password: null, sender: 'other@keydesk.test' });
  const again = await at.ask('mail-servers/try', { ...server(), password: null, recipient: 'kim@example.org' });
  expect(again.sent).toBe(true);
  const moved = await failureOf(
    at.ask('mail-servers/save', { ...server(), password: null, server: 'mail.example.org' }),
  );
  expect(moved.context.said).toContain('must be given again');
});

test('defines a gateway with secrets that are wiped and never shown, and tries it', async () => {
  await at.ask('system/set', { name: 'sms.allowed_hosts', value: `127.0.0.1:${gateway.port}` });
  const key = bytes('canary-api-key');
  const options = [
    { name: 'URL', value: `http://127.0.0.1:${gateway.port}/send` },
    { name: 'HTTP_METHOD', value: 'POST' },
    { name: 'to', value: '{phone}' },
    { name: 'text', value: '{otp}' },
  ];
  const asked = { name: 'phones', kind: 'http' as const, description: '', options, headers: [] };
  await at.ask('gateways/save', { ...asked, secrets: [{ name: 'header.X-Key', value: key }] });
  expect([...key].every((byte) => byte === 0)).toBe(true);
  const [kept] = await at.ask('gateways/list');
  expect(kept).toMatchObject({ name: 'phones', kind: 'http', headers: [{ name: 'X-Key', value: null }] });
  const tried = await at.ask('gateways/try', { name: 'phones', phone: '+49 151 000000' });
  expect(tried).toMatchObject({ sent: true });
  const [call] = gateway.got('request');
  expect(JSON.stringify(call)).toContain('canary-api-key');
  await at.ask('gateways/save', { ...asked, headers: [{ name: 'X-Key', value: null }], secrets: [] });
  await at.ask('gateways/try', { name: 'phones', phone: '+49 151 000000' });
  expect(JSON.stringify(gateway.got('request').at(-1))).toContain('canary-api-key');
});

test('sets what messages go out by, and refuses what there is not', async () => {
  await at.ask('system/set', { name: 'email.identifier', value: 'mail' });
  expect(await at.ask('system/list')).toContainEqual({ name: 'email.identifier', value: 'mail' });
  const refused = await failureOf(at.ask('system/set', { name: 'email.identifier', value: 'no such' }));
  expect(refused.code).toBe('administration/refused');
  await at.ask('system/remove', { name: 'email.identifier' });
  expect((await at.ask('system/list')).map(({ name }) => name)).not.toContain('email.identifier');
});

test('shows a message that is stuck with its trouble, tries it again, gives it up', async () => {
  await at.ask('mail-servers/save', {
    ...{ ...server(), name: 'away', password: bytes(''), username: '', port: await freePort() },
  });
  const { messaging, store } = house.server.installation;
  await store.commits.alone((tx) =>
    enqueueMessage(
      { ...messaging, store: tx },
      {
        ...{ kind: 'email', to: 'kim@example.org', subject: 'Your code', text: 'canary-code-48151623' },
        ...{ about: 'EM01', route: 'away', expiresAt: new Date(Date.now() + 600_000) },
      },
    ),
  );
  const stuck = async () => (await at.ask('messages/list', { state: 'stuck', page: 1 })).rows;
  const waiting = async () => (await at.ask('messages/list', { state: 'waiting', page: 1 })).rows[0];
  // It is tried again by itself as well, only later: who is first does not matter.
  let tried = 0;
  const message = await until(async () => {
    const row = await waiting();
    if (row !== undefined && row.attempts > tried && row.attempts < 3) {
      tried = row.attempts;
      await at.ask('messages/retry', { id: row.id });
    }
    return (await stuck())[0];
  });
  expect(message).toMatchObject({ route: 'away', serial: 'EM01', trouble: { code: 'connection' } });
  expect(message.attempts).toBeGreaterThanOrEqual(3);
  expect(tried).toBeGreaterThan(0);
  expect(JSON.stringify(message)).not.toContain('canary-code');
  await at.ask('messages/give-up', { id: message.id });
  expect(await stuck()).toEqual([]);
  expect((await failureOf(at.ask('messages/retry', { id: message.id }))).code).toBe('administration/not-there');
});

test('removes what is defined', async () => {
  await at.ask('gateways/remove', { name: 'phones' });
  for (const name of ['mail', 'away']) await at.ask('mail-servers/remove', { name });
  expect([await at.ask('gateways/list'), await at.ask('mail-servers/list')]).toEqual([[], []]);
});
