import { afterEach, beforeEach, expect, test } from 'vitest';
import { enqueueMessage } from '../../server/messaging/enqueue-message.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';

/*
 * A mail server that nobody answers at: what is enqueued waits, and is stuck after its third attempt. Time stands still,
 * so that nothing is tried again in its own turn.
 */
const now = new Date('2026-11-21T12:00:00Z');
let house: House;
let root: Administration;
beforeEach(async () => {
  house = await openHouse(() => now);
  root = await administration(house);
  await root.post('/smtpserver/mail', { server: '127.0.0.1', port: '1', sender: 'desk@keydesk.test' });
});
afterEach(() => house.close());

async function enqueued(): Promise<string> {
  const { messaging, store } = house.server.installation;
  return store.commits.alone((tx) =>
    enqueueMessage(
      { ...messaging, store: tx },
      {
        ...{ kind: 'email', to: 'kim@example.org', subject: 'Your code', text: 'Your code is 48151623.' },
        ...{ about: 'EM01', route: 'mail', expiresAt: new Date(now.getTime() + 600_000) },
      },
    ),
  );
}

async function message(id: string) {
  const { json } = await root.get('/messages/?pagesize=100');
  return json.result.value.messages.find((one: { id: string }) => one.id === id);
}

async function failed(id: string, attempts: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const { state, attempts: done } = await message(id);
        return [state, done];
      },
      { timeout: 30_000 },
    )
    .toEqual(['waiting', attempts]);
}

test('tries a waiting message now, not in its turn', async () => {
  const id = await enqueued();
  await failed(id, 1);
  for (const attempts of [2, 3]) {
    expect(told(await root.post(`/messages/${id}/retry`))).toBe(true);
    await failed(id, attempts);
  }
  const { json } = await root.get('/messages/?state=stuck');
  expect(json.result.value.messages).toMatchObject([{ id, attempts: 3, trouble: expect.stringMatching(/\w/) }]);
});

test('gives a waiting message up, out of the queue and for good', async () => {
  const id = await enqueued();
  await failed(id, 1);
  expect(told(await root.remove(`/messages/${id}`))).toBe(true);
  expect(await message(id)).toBeUndefined();
  expect(told(await root.remove(`/messages/${id}`))).toEqual([404, 601]);
  expect(told(await root.post(`/messages/${id}/retry`))).toEqual([404, 601]);
});

test('puts aside what has ended, and tries it no more', async () => {
  const id = await enqueued();
  await failed(id, 1);
  const { store } = house.server.installation;
  const past = new Date(now.getTime() + 700_000).toISOString();
  await store.commits.run((tx) => tx.messages.expire(past));
  expect(told(await root.post(`/messages/${id}/retry`))).toEqual([400, 302]);
  expect(told(await root.remove(`/messages/${id}`))).toBe(true);
});

test('is for who may change the settings', async () => {
  const id = await enqueued();
  await root.limitTo(['configread']);
  expect(told(await root.post(`/messages/${id}/retry`))).toEqual([403, 303]);
  expect(told(await root.remove(`/messages/${id}`))).toEqual([403, 303]);
});

test('sends a trial by a gateway, and tells what came of it', async () => {
  await root.post('/smsgateway', {
    ...{ name: 'phones', module: 'privacyidea.lib.smsprovider.SmtpSMSProvider.SmtpSMSProvider' },
    ...{ 'option.IDENTIFIER': 'mail', 'option.MAILTO': '{phone}@sms.example.org' },
  });
  const answer = await root.post('/smsgateway/test', { name: 'phones', phone: '+49 151 000000' });
  expect(told(answer)).toBe(false);
  expect(answer.json.detail.message).toMatch(/\w/);
  expect(told(await root.post('/smsgateway/test', { name: 'other', phone: '+49 151 000000' }))).toEqual([404, 601]);
  expect(told(await root.post('/smsgateway/test', { name: 'phones', phone: 'nothing' }))).toEqual([400, 905]);
});
