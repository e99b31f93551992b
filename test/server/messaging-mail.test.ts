import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startCourier } from '../../server/messaging/courier.ts';
import { enqueueMessage } from '../../server/messaging/enqueue-message.ts';
import { sendNow } from '../../server/messaging/send-now.ts';
import { openStore } from '../../server/store/store.ts';
import { type Receiver, startMailServer, type TestTrust, testTrust } from './message-receiver.ts';
import { code, openPostOffice, type PostOffice } from './post-office.ts';

const login = { user: 'desk', password: 'mail password' };
let trust: TestTrust;
let starttls: Receiver;
let implicit: Receiver;
let plain: Receiver;
let office: PostOffice;

beforeAll(async () => {
  trust = await testTrust();
  const { cert, key } = trust;
  [starttls, implicit, plain] = await Promise.all([
    startMailServer({ cert, key, ...login }),
    startMailServer({ cert, key, implicit: true, ...login }),
    startMailServer(),
  ]);
});
afterAll(async () => {
  await Promise.all([starttls, implicit, plain].map((receiver) => receiver?.stop()));
  trust?.remove();
});
beforeEach(async () => {
  office = await openPostOffice();
  const secured = { username: login.user, password: login.password, tls: true, ca: trust.ca };
  await office.define('mail', { ...secured, port: starttls.port });
  await office.define('implicit', { ...secured, port: implicit.port, implicitTls: true });
  await office.define('plain', { port: plain.port });
});
afterEach(() => office.close());

const patience = { timeout: 30_000, interval: 20 };
const waitFor = (id: string, state: string) =>
  vi.waitFor(async () => expect((await office.row(id))?.state).toBe(state), patience);
const trouble = (id: string, text: string) =>
  vi.waitFor(
    async () =>
      expect(await office.row(id)).toMatchObject({ state: 'waiting', trouble: expect.stringContaining(text) }),
    patience,
  );
/** The courier has looked at the queue since this was asked: what it sends now came last. */
const lookedAt = async () => waitFor(await office.enqueue({ to: 'last@example.org', route: 'plain' }), 'sent');
const taken = (receiver: Receiver, to: string) => receiver.got('message').filter((got) => got.to.includes(to));

test('hands a message over by STARTTLS with a login, then keeps nothing of it', async () => {
  office.courier();
  const id = await office.enqueue({ to: 'kim@example.org', html: '<p>Your code is <b>48151623</b>.</p>' });
  await waitFor(id, 'sent');
  const [got] = taken(starttls, 'kim@example.org');
  expect(got).toMatchObject({ sender: 'desk@keydesk.test', tls: true, login: true });
  expect(got.text).toContain('Subject: Your code');
  expect(got.text).toContain(`Message-ID: <${id}@keydesk.test>`);
  expect(got.text).toContain('Your code is 48151623.');
  expect(got.text).toContain('<b>48151623</b>');
  expect(await office.row(id)).toMatchObject({ sealed: null, attempts: 1, trouble: null, about: 'EM01' });
});

test('hands a message over by TLS from the first byte', async () => {
  office.courier();
  await waitFor(await office.enqueue({ to: 'implicit@example.org', route: 'implicit' }), 'sent');
  expect(taken(implicit, 'implicit@example.org')).toMatchObject([{ tls: true, login: true }]);
});

test('gives nothing, not even the password, to a server whose authority is another', async () => {
  await office.define('mail', {
    port: starttls.port,
    username: 'other',
    password: 'never seen',
    tls: true,
    ca: trust.otherCa,
  });
  await office.define('opportunistic', { port: starttls.port, ca: trust.otherCa });
  await office.define('implicit', {
    port: implicit.port,
    implicitTls: true,
    username: 'other',
    password: 'never seen',
  });
  office.courier();
  for (const route of ['mail', 'opportunistic', 'implicit']) {
    await trouble(await office.enqueue({ to: 'nobody@example.org', route }), 'not trusted');
  }
  expect([...taken(starttls, 'nobody@example.org'), ...taken(implicit, 'nobody@example.org')]).toEqual([]);
  expect(starttls.got('login').filter(({ user }) => user === 'other')).toEqual([]);
});

test('gives no password to a server without TLS, and no message when TLS was asked for', async () => {
  await office.define('login', { port: plain.port, ...{ username: 'desk', password: 'p' } });
  await office.define('tls', { port: plain.port, tls: true });
  office.courier();
  await trouble(await office.enqueue({ to: 'open@example.org', route: 'login' }), 'TLS');
  await trouble(await office.enqueue({ to: 'open@example.org', route: 'tls' }), 'TLS');
  expect(taken(plain, 'open@example.org')).toEqual([]);
});

test('keeps a message when the login is refused: somebody can put that right', async () => {
  await office.define('mail', {
    port: starttls.port,
    username: 'desk',
    password: 'wrong one',
    tls: true,
    ca: trust.ca,
  });
  const courier = office.courier();
  const id = await office.enqueue({ to: 'later@example.org' });
  await trouble(id, 'login was refused');
  expect((await office.row(id))?.trouble).not.toContain('wrong one');
  await office.define('mail', {
    port: starttls.port,
    ...{ username: 'desk', password: login.password },
    tls: true,
    ca: trust.ca,
  });
  office.pass(10);
  courier.wake();
  await waitFor(id, 'sent');
});

test('tries again after a 4xx, not before its time, and is taken then', async () => {
  const courier = office.courier();
  const id = await office.enqueue({ to: 'grey@example.org' });
  await trouble(id, '451');
  courier.wake();
  office.pass(1);
  courier.wake();
  await lookedAt();
  expect(await office.row(id)).toMatchObject({ state: 'waiting', attempts: 1 });
  office.pass(3);
  courier.wake();
  await waitFor(id, 'sent');
  expect((await office.row(id))?.attempts).toBe(2);
  expect(taken(starttls, 'grey@example.org')).toHaveLength(1);
});

test('gives up at once on a recipient who is refused for good, and shows that', async () => {
  office.courier();
  const id = await office.enqueue({ to: 'refused@example.org' });
  await waitFor(id, 'refused');
  expect(await office.row(id)).toMatchObject({ sealed: null, attempts: 1, trouble: expect.stringContaining('550') });
  expect((await office.row(id))?.trouble).not.toContain('refused@example.org');
  expect((await office.messaging.store.messages.list('stuck', { offset: 0, limit: 9 })).map((row) => row.id)).toEqual([
    id,
  ]);
});

test('shows nothing of a message that a server repeats when it refuses it', async () => {
  office.courier();
  const id = await office.enqueue({ to: 'echo@example.org' });
  await waitFor(id, 'refused');
  expect((await office.row(id))?.trouble).toContain('554');
  expect((await office.row(id))?.trouble).not.toContain('48151623');
});

test('shows a message as stuck from the third failure on, until it was sent', async () => {
  await office.define('mail', { port: 1 });
  const courier = office.courier();
  const id = await office.enqueue({ to: 'kim@example.org', expiresAt: new Date(office.now().getTime() + 86_400_000) });
  const stuck = () => office.messaging.store.messages.count('stuck');
  for (const attempts of [1, 2, 3]) {
    await vi.waitFor(async () => expect(await office.row(id)).toMatchObject({ state: 'waiting', attempts }), patience);
    expect(await stuck()).toBe(attempts < 3 ? 0 : 1);
    office.pass(30);
    courier.wake();
  }
  await vi.waitFor(async () => expect(await office.row(id)).toMatchObject({ state: 'waiting', attempts: 4 }), patience);
  await office.define('mail', { port: plain.port });
  office.pass(60);
  courier.wake();
  await waitFor(id, 'sent');
  expect(await stuck()).toBe(0);
});

test('lets a code expire instead of sending it late, and wipes it', async () => {
  await office.define('mail', { port: 1 });
  const courier = office.courier();
  const id = await office.enqueue({ to: 'late@example.org' });
  await trouble(id, 'connection failed');
  await office.define('mail', { port: plain.port });
  office.pass(121);
  courier.wake();
  await waitFor(id, 'expired');
  expect((await office.row(id))?.sealed).toBeNull();
  expect(taken(plain, 'late@example.org')).toEqual([]);
});

test('sends nothing that was enqueued in a transaction that failed', async () => {
  office.courier();
  const { messaging } = office;
  const failing = messaging.store.commits.alone(async (store) => {
    await enqueueMessage({ ...messaging, store }, { ...code(office.now()), to: 'undone@example.org' });
    throw new Error('undone');
  });
  await expect(failing).rejects.toThrow('undone');
  await waitFor(await office.enqueue({ to: 'done@example.org' }), 'sent');
  expect(taken(starttls, 'undone@example.org')).toEqual([]);
  expect(await office.messaging.store.messages.count(undefined)).toBe(1);
});

test('sends each message once when two servers work on one database', async () => {
  const { storeKey, now } = office;
  const store = await openStore(office.file, { now });
  const ids = await Promise.all(
    Array.from({ length: 30 }, (_, number) => office.enqueue({ to: `many${number}@example.org`, route: 'plain' })),
  );
  office.courier();
  const other = startCourier({ store, storeKey, now, woken: new Set() });
  await vi.waitFor(async () => expect(await office.messaging.store.messages.count('sent')).toBe(ids.length), patience);
  await other.close();
  await store.close();
  const got = plain
    .got('message')
    .flatMap(({ to }) => to as string[])
    .filter((to) => to.startsWith('many'));
  expect(got.toSorted()).toEqual(ids.map((_, number) => `many${number}@example.org`).toSorted());
});

test('ends within its patience while a server is slow, and the next one sends the message', async () => {
  await office.define('mail', { port: plain.port, timeoutSeconds: 600 });
  const courier = office.courier();
  const id = await office.enqueue({ to: 'slow-once@example.org' });
  await vi.waitFor(() => expect(plain.got('slow')).toHaveLength(1), patience);
  await courier.close();
  expect(await office.row(id)).toMatchObject({ state: 'waiting', attempts: 1 });
  office.pass(10);
  office.courier();
  await waitFor(id, 'sent');
});

test('keeps hold of a message that takes long: nobody else takes it', async () => {
  await office.define('mail', { port: plain.port, timeoutSeconds: 600 });
  const courier = office.courier();
  const id = await office.enqueue({ to: 'slow@example.org', expiresAt: new Date(office.now().getTime() + 600_000) });
  const slow = () => plain.got('slow').filter(({ to }) => to === 'slow@example.org');
  await vi.waitFor(() => expect(slow()).toHaveLength(1), patience);
  const { db } = office.messaging.store;
  const heldUntil = async () =>
    (await db.selectFrom('messages').select('lease_until').where('id', '=', id).executeTakeFirstOrThrow()).lease_until;
  const before = await heldUntil();
  office.pass(19);
  await vi.waitFor(async () => expect(await heldUntil()).not.toBe(before), patience);
  office.pass(19);
  expect(await office.messaging.store.messages.hasDue(office.now().toISOString())).toBe(false);
  expect(await office.row(id)).toMatchObject({ state: 'sending', attempts: 1 });
  await courier.close();
  expect((await office.row(id))?.state).toBe('waiting');
});

test('sends what a process held that died, once its lease is over', async () => {
  const id = await office.enqueue({ to: 'orphan@example.org' });
  const now = office.now();
  const until = new Date(now.getTime() + 90_000).toISOString();
  await office.messaging.store.messages.claim('email', { by: 'dead', now: now.toISOString(), until }, 1);
  const courier = office.courier();
  office.pass(80);
  courier.wake();
  await lookedAt();
  expect((await office.row(id))?.state).toBe('sending');
  office.pass(11);
  courier.wake();
  await waitFor(id, 'sent');
  await office.messaging.store.messages.putBack(id, 'dead', now.toISOString(), 'too late');
  expect((await office.row(id))?.state).toBe('sent');
});

test('keeps a message whose server was taken away, and sends it when there is one again', async () => {
  const courier = office.courier();
  const id = await office.enqueue({ to: 'again@example.org', route: 'plain' });
  await office.messaging.store.messageRoutes.remove('smtp', 'plain');
  await trouble(id, 'not defined any more');
  await office.define('plain', { port: plain.port });
  office.pass(5);
  courier.wake();
  await waitFor(id, 'sent');
});

test('tells at once, in bounded time, whether a message was handed over', async () => {
  const send = (to: string, route = 'mail', timeoutMs = 30_000) =>
    sendNow(office.messaging, { ...code(office.now()), to, route }, { timeoutMs });
  expect(await send('now@example.org')).toEqual({ sent: true });
  expect(taken(starttls, 'now@example.org')).toHaveLength(1);
  await office.define('patient', { port: plain.port, timeoutSeconds: 600 });
  const late = { sent: false, reason: expect.stringContaining('in time') };
  expect(await send('slow@example.org', 'patient', 1500)).toMatchObject(late);
  expect(await send('refused@example.org')).toMatchObject({ sent: false, reason: expect.stringContaining('550') });
  expect(await send('kim@example.org', 'nothing')).toMatchObject({ sent: false });
  expect(await send('a@example.org, b@example.org')).toMatchObject({ sent: false });
  const rows = await office.messaging.store.messages.list(undefined, { offset: 0, limit: 9 });
  expect(rows.map(({ state }) => state).toSorted()).toEqual(['refused', 'refused', 'refused', 'refused', 'sent']);
  expect(rows.every(({ sealed }) => sealed === null)).toBe(true);
});

test('takes one address and no second one, and no header in a subject', async () => {
  office.courier();
  for (const to of ['', 'a', 'a@b@c', 'a@x.org,b@x.org', 'a@x.org\r\nBcc: b@x.org', '"A" <a@x.org>', 'a b@x.org']) {
    await expect(office.enqueue({ to })).rejects.toThrow('e-mail address');
  }
  await waitFor(await office.enqueue({ to: 'header@example.org', subject: 'Hello\r\nBcc: thief@example.org' }), 'sent');
  const [got] = taken(starttls, 'header@example.org');
  expect(got.to).toEqual(['header@example.org']);
  expect(got.text).toContain('Subject: Hello Bcc: thief@example.org');
});

test('has neither code nor recipient nor password in any file, waiting or sent', async () => {
  await office.define('mail', { port: 1, username: 'desk', password: 'canary-password' });
  await office.define('works', { port: plain.port });
  const courier = office.courier();
  await trouble(await office.enqueue({ to: 'canary@example.org' }), 'failed');
  await waitFor(await office.enqueue({ to: 'canary@example.org', route: 'works' }), 'sent');
  await courier.close();
  const files = readdirSync(office.directory).map((name) => readFileSync(join(office.directory, name), 'latin1'));
  expect(files.join('')).toContain('EM01');
  for (const secret of ['48151623', 'canary@example.org', 'canary-password']) {
    expect(files.some((content) => content.includes(secret))).toBe(false);
  }
});
