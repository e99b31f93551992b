import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { enqueueMessage } from '../../server/messaging/enqueue-message.ts';
import { httpModule, smtpModule } from '../../server/messaging/sms-gateway.ts';
import { administrativeRights, type Right } from '../../server/store/rights.ts';
import { type Administration, administration, told } from './administration.ts';
import { auditEntries } from './audit-chain.ts';
import { type House, openHouse } from './house.ts';
import { type Receiver, startGateway, startMailServer, type TestTrust, testTrust } from './message-receiver.ts';

const login = { user: 'desk', password: 'canary-mail-password' };
let house: House;
let admin: Administration;
let trust: TestTrust;
let mail: Receiver;
let gateway: Receiver;

beforeAll(async () => {
  trust = await testTrust();
  const { cert, key } = trust;
  [house, mail, gateway] = await Promise.all([openHouse(), startMailServer({ cert, key, ...login }), startGateway()]);
  admin = await administration(house);
});
afterAll(async () => {
  await house?.close();
  await Promise.all([mail?.stop(), gateway?.stop()]);
  trust?.remove();
});

const smtp = () => ({
  ...{ server: '127.0.0.1', port: String(mail.port), tls: '1', username: login.user, password: login.password },
  ...{ sender: 'desk@keydesk.test', timeout: '60', description: 'Mail', ca: trust.ca },
});
const enqueue = (kind: 'email' | 'sms', to: string) => {
  const { messaging, store, now } = house.server.installation;
  const expiresAt = new Date(now().getTime() + 120_000);
  return store.commits.run((inside) =>
    enqueueMessage({ ...messaging, store: inside }, { kind, to, text: 'Code 48151623', about: 'T1', expiresAt }),
  );
};

test('defines, lists and deletes SMTP servers, and never shows a password', async () => {
  expect(told(await admin.post('/smtpserver/mail', smtp()))).toBe(true);
  const list = await admin.get('/smtpserver/');
  expect(told(list)).toMatchObject({
    mail: { server: '127.0.0.1', port: mail.port, tls: true, username: 'desk', password: '__CENSORED__', timeout: 60 },
  });
  expect(list.text).not.toContain(login.password);
  expect(told(await admin.post('/smtpserver/other', { server: 'smtps://mail.example.org', sender: 'a@b.org' }))).toBe(
    true,
  );
  expect(told(await admin.get('/smtpserver/'))).toMatchObject({ other: { port: 465, password: '' } });
  expect(told(await admin.remove('/smtpserver/other'))).toBe(true);
  expect(told(await admin.remove('/smtpserver/other'))).toEqual([404, 601]);
});

test('keeps a password that comes back censored, for the same server only', async () => {
  const again = { ...smtp(), password: '__CENSORED__' };
  expect(told(await admin.post('/smtpserver/mail', { ...again, description: 'New' }))).toBe(true);
  for (const change of [{ server: 'thief.example.org' }, { port: '2525' }, { username: 'other' }]) {
    expect(told(await admin.post('/smtpserver/mail', { ...again, ...change }))).toEqual([400, 905]);
  }
  const test = await admin.post('/smtpserver/send_test_email', {
    ...again,
    identifier: 'mail',
    recipient: 'kim@example.org',
  });
  expect(told(test)).toBe(true);
  const elsewhere = { ...again, server: 'localhost', identifier: 'mail', recipient: 'kim@example.org' };
  expect(told(await admin.post('/smtpserver/send_test_email', elsewhere))).toEqual([400, 905]);
});

test('tells what a mail server said to a test', async () => {
  const send = (fields: Record<string, string>) =>
    admin.post('/smtpserver/send_test_email', {
      ...smtp(),
      identifier: 'mail',
      recipient: 'test@example.org',
      ...fields,
    });
  expect(told(await send({}))).toBe(true);
  expect(mail.got('message').some(({ to }) => to.includes('test@example.org'))).toBe(true);
  const refused = await send({ recipient: 'refused@example.org' });
  expect([told(refused), refused.json.detail.message]).toEqual([false, expect.stringContaining('550')]);
  const untrusted = await send({ ca: trust.otherCa });
  expect([told(untrusted), untrusted.json.detail.message]).toEqual([false, expect.stringContaining('not trusted')]);
  expect(told(await send({ recipient: 'a@b.org,c@d.org' }))).toEqual([400, 905]);
  expect(told(await send({ recipient: '' }))).toEqual([400, 905]);
});

test.each([
  [{}],
  [{ server: '' }],
  [{ server: 'a b' }],
  [{ server: 'http://x' }],
  [{ server: 'mail.example.org' }],
  [{ server: 'mail.example.org', sender: 'a@b.org, c@d.org' }],
  [{ server: 'mail.example.org', sender: 'a@b.org', port: '70000' }],
  [{ server: 'mail.example.org', sender: 'a@b.org', timeout: '0' }],
  [{ server: 'mail.example.org', sender: 'a@b.org', ca: 'no pem' }],
])('refuses the SMTP server %j', async (fields: Record<string, string>) => {
  expect(told(await admin.post('/smtpserver/bad', fields))).toEqual([400, 905]);
});

test('defines, lists and deletes gateways; a private host only when the setting lists it', async () => {
  const url = `http://127.0.0.1:${gateway.port}/ok`;
  const fields = {
    ...{ name: 'gate', module: httpModule, 'option.URL': `${url}?key=canary-query`, 'option.HTTP_METHOD': 'POST' },
    ...{
      'option.RETURN_SUCCESS': 'OK',
      'option.text': '{otp}',
      'option.to': '{phone}',
      'option.secret': 'canary-option',
    },
    'header.X-Key': 'canary-header',
  };
  expect(told(await admin.post('/smsgateway', fields))).toEqual([400, 905]);
  expect(told(await admin.post('/system/setConfig', { 'sms.allowed_hosts': '127.0.0.1' }))).toEqual({
    'sms.allowed_hosts': 'insert',
  });
  const id = told(await admin.post('/smsgateway', fields));
  expect(id).toEqual(expect.any(Number));
  const list = await admin.get('/smsgateway');
  expect(list.text).not.toContain('canary');
  const shown = {
    ...{ id, name: 'gate', providermodule: httpModule, headers: { 'X-Key': '__CENSORED__' } },
    options: { URL: `${url}?__CENSORED__`, HTTP_METHOD: 'POST', text: '{otp}', secret: '__CENSORED__' },
  };
  expect(told(list)).toMatchObject([shown]);
  expect(told(await admin.get(`/smsgateway/${id}`))).toMatchObject([shown]);
  expect(told(await admin.get('/smsgateway/providers'))).toHaveProperty(
    [httpModule, 'parameters', 'URL', 'required'],
    true,
  );

  const again = {
    ...fields,
    'option.URL': `${url.replace('/ok', '/new')}?__CENSORED__`,
    'option.secret': '__CENSORED__',
    'header.X-Key': '__CENSORED__',
  };
  expect(told(await admin.post('/smsgateway', again))).toBe(id);
  const moved = { ...again, 'option.URL': `http://127.0.0.1:1/ok` };
  expect(told(await admin.post('/smsgateway', moved))).toEqual([400, 905]);
  await admin.post('/system/setConfig', { 'sms.identifier': 'gate' });
  await enqueue('sms', '+49 151 1');
  await vi.waitFor(() => expect(gateway.got('request')).toHaveLength(1), { timeout: 30_000 });
  const [got] = gateway.got('request');
  expect(got.headers['x-key']).toBe('canary-header');
  expect(got.url).toBe('/new?key=canary-query');
  expect(got.body).toContain('canary-option');
  expect(told(await admin.post('/smsgateway', { name: 'm', module: smtpModule, 'option.IDENTIFIER': 'none' }))).toEqual(
    [400, 905],
  );
  const removed = async (key: string) => told(await admin.remove(`/smsgateway/option/${id}/${key}`));
  expect([await removed('option.secret'), await removed('header.X-Key')]).toEqual([id, id]);
  expect([await removed('option.secret'), await removed('option.URL')]).toEqual([
    [404, 601],
    [400, 905],
  ]);
  const [left] = told(await admin.get('/smsgateway')) as [{ options: object; headers: object }];
  expect([Object.keys(left.options).includes('secret'), left.headers]).toEqual([false, {}]);
  expect(told(await admin.remove('/smsgateway/gate'))).toBe(id);
  expect(told(await admin.remove('/smsgateway/gate'))).toEqual([404, 601]);
});

test('sets, reads and deletes settings, refuses those that could not work, and seals passwords', async () => {
  const set = (fields: Record<string, string>) => admin.post('/system/setConfig', fields).then(told);
  expect(await set({ welcome: 'true', 'email.validtime': '120' })).toEqual({
    welcome: 'insert',
    'email.validtime': 'insert',
  });
  expect(await set({ welcome: 'false', 'welcome.desc': 'Why' })).toEqual({ welcome: 'update' });
  expect(told(await admin.get('/system/welcome'))).toBe('false');
  expect(told(await admin.get('/system/nothing'))).toBeNull();
  expect(await set({ 'radius.secret': 'canary-setting', 'radius.secret.type': 'password' })).toEqual({
    'radius.secret': 'insert',
  });
  const all = await admin.get('/system/');
  expect(told(all)).toMatchObject({ welcome: 'false', 'email.validtime': '120', 'radius.secret': '__CENSORED__' });
  expect(all.text).not.toContain('canary');
  for (const bad of [
    {},
    { 'email.identifier': 'nobody' },
    { 'sms.identifier': 'nobody' },
    { 'email.validtime': 'soon' },
    { 'sms.providerTimeout': '0' },
    { DefaultChallengeValidityTime: '-1' },
    { 'sms.allowed_hosts': 'a b' },
    { 'a/b': '1' },
    { long: 'x'.repeat(5001) },
    { good: '1', 'email.identifier': 'nobody' },
  ]) {
    expect(await set(bad as Record<string, string>)).toEqual([400, 905]);
  }
  expect(told(await admin.get('/system/good'))).toBeNull();
  expect(told(await admin.remove('/system/welcome'))).toBe(true);
  expect(told(await admin.remove('/system/welcome'))).toEqual([404, 601]);
});

test('sends what is enqueued by the server that the setting names, and lists it without its secrets', async () => {
  await admin.post('/smtpserver/mail', smtp());
  expect(told(await admin.post('/system/setConfig', { 'email.identifier': 'mail' }))).toEqual({
    'email.identifier': 'insert',
  });
  await enqueue('email', 'listed@example.org');
  await enqueue('email', 'refused@example.org');
  // biome-ignore lint/suspicious/noExplicitAny: a reply is whatever the server says
  const list = async (query: string): Promise<any> => told(await admin.get(`/messages/${query}`));
  const patience = { timeout: 30_000, interval: 50 };
  await vi.waitFor(async () => expect((await list('?state=refused')).count).toBe(1), patience);
  const listed = () => mail.got('message').filter(({ to }) => to.includes('listed@example.org'));
  await vi.waitFor(() => expect(listed()).toHaveLength(1), patience);
  const { messages } = await list('?state=stuck');
  expect(messages).toMatchObject([{ kind: 'email', identifier: 'mail', serial: 'T1', state: 'refused', attempts: 1 }]);
  const { text } = await admin.get('/messages/');
  for (const secret of ['48151623', 'listed@example.org', 'refused@example.org']) expect(text).not.toContain(secret);
  expect(await list('?state=odd')).toEqual([400, 905]);
  expect(listed()).toHaveLength(1);
});

test('needs the right of each endpoint, and has none by default', async () => {
  const gatewayId = async () => (await house.server.installation.store.messageRoutes.find('sms', 'y'))?.id;
  const asks: readonly [Right, () => ReturnType<Administration['get']>][] = [
    ['smtpserver_read', () => admin.get('/smtpserver/')],
    ['smtpserver_write', () => admin.post('/smtpserver/x', { server: 'x.org', sender: 'a@b.org' })],
    [
      'smtpserver_write',
      () => admin.post('/smtpserver/send_test_email', { ...smtp(), identifier: 'x', recipient: 'a@b.org' }),
    ],
    ['smtpserver_write', () => admin.remove('/smtpserver/x')],
    ['smsgateway_read', () => admin.get('/smsgateway')],
    [
      'smsgateway_write',
      () =>
        admin.post('/smsgateway', {
          name: 'y',
          module: httpModule,
          'option.URL': 'http://127.0.0.1/',
          'option.text': '{otp}',
        }),
    ],
    ['smsgateway_write', async () => admin.remove(`/smsgateway/option/${await gatewayId()}/option.text`)],
    ['smsgateway_write', () => admin.remove('/smsgateway/y')],
    ['configread', () => admin.get('/system/')],
    ['configread', () => admin.get('/system/x')],
    ['configwrite', () => admin.post('/system/setConfig', { x: '1' })],
    ['configdelete', () => admin.remove('/system/x')],
    ['configread', () => admin.get('/messages/')],
  ];
  for (const [right, ask] of asks) {
    await admin.limitTo(administrativeRights.filter((other) => other !== right));
    expect(told(await ask())).toEqual([403, 303]);
    await admin.limitTo([right]);
    expect((await ask()).status).toBe(200);
  }
  await admin.limitTo(administrativeRights);
  expect((await house.client.get('/smtpserver/')).status).toBe(401);
});

test('leaves no secret of a definition in the audit', async () => {
  const entries = JSON.stringify(await auditEntries(house.server.installation.store));
  expect(entries).toContain('smtpserver/defined');
  expect(entries).not.toContain('canary');
});
