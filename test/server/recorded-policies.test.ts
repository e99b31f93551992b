import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPin } from '../../server/check/pin.ts';
import { importPeople } from '../../server/commands/people.ts';
import { readPeople } from '../../server/commands/read-people.ts';
import { administration } from './administration.ts';
import { type House, openHouse } from './house.ts';
import type { Reply } from './https-client.ts';
import { exchange, exchanges, shape } from './recorded.ts';

/** What privacyIDEA answered about policies, lost tokens and Yubico's protocol, asked of our server in the same order. */
let house: House;
let header: Record<string, string>;
beforeAll(async () => {
  house = await openHouse();
  const people = 'username,givenname,surname,userid\nalice,Alice,T,1000\n';
  await importPeople(house.server.installation, 'hq', readPeople(Buffer.from(people)));
  ({ header } = await administration(house));
  const owned = {
    ownerId: (await house.server.installation.store.people.find('hq', 'alice'))?.id ?? -1,
    realms: ['hq'],
  };
  await house.give('H1', { ...owned, pinHash: await hashPin(Buffer.from('1234')), counter: 1 });
  await house.give('H2', owned);
});
afterAll(() => house.close());

async function replay(title: string): Promise<{ reply: Reply; recorded: ReturnType<typeof exchange> }> {
  const recorded = exchange(title);
  const [method = '', path = ''] = recorded.request.split(' ');
  const reply = await house.client.send(method, path, {
    headers: header,
    ...(recorded.form === undefined ? {} : { body: new URLSearchParams(recorded.form).toString() }),
  });
  return { reply, recorded };
}

/** The same status and the same members with values of the same types. */
async function alike(title: string): Promise<Reply['json']> {
  const { reply, recorded } = await replay(title);
  const { signature: _, ...told } = recorded.reply;
  const { signature: _ours, detail, ...ours } = reply.json;
  const ownDetail = 'detail' in told ? { ...ours, detail } : ours;
  expect([title, reply.status, shape(ownDetail)]).toEqual([title, recorded.status, shape(told)]);
  return reply.json;
}

test('a code that was used is refused in the same words', async () => {
  const { result, detail } = await alike('login');
  expect(result).toEqual(exchange('login').reply.result);
  expect(detail.message).toBe(exchange('login').reply.detail.message);
});

test('a policy needs no realm parameter here, where privacyIDEA wants an empty one', async () => {
  const { reply, recorded } = await replay('policy without the realm parameter');
  expect([recorded.status, reply.status, Object.keys(reply.json.result.value)]).toEqual([400, 200, ['setPolicy p0']]);
  await house.client.send('DELETE', '/policy/p0', { headers: header });
});

test('a policy is saved, found to hold for somebody, and bites in the same words', async () => {
  expect((await alike('policy')).result.value).toEqual({ 'setPolicy p1': expect.any(Number) });
  const { reply, recorded } = await replay('policy check');
  const [ours] = reply.json.result.value.policy;
  const [theirs] = recorded.reply.result.value.policy;
  expect(reply.json.result.value.allowed).toBe(true);
  expect(ours).toMatchObject({
    name: 'p1',
    action: theirs.action,
    scope: theirs.scope,
    realm: theirs.realm,
    priority: 1,
  });
  expect(Object.keys(ours)).toEqual(expect.arrayContaining(Object.keys(theirs)));
  // Beside the same words our detail names the policies.
  const refused = await replay('init over the limit');
  expect([refused.reply.status, refused.reply.json.result]).toEqual([403, refused.recorded.reply.result]);
  expect(refused.reply.json.detail).toEqual({ policies: ['p1'] });
});

test('a token is lost, and once more', async () => {
  expect((await alike('lost')).result.value).toMatchObject({ disable: 1, serial: 'lostH1', valid_to: 'xxxx' });
  expect((await alike('lost twice')).result.value).toMatchObject({ disable: 0, serial: 'lostH1', init: true });
});

test('a policy of another scope is saved, holds at once, and goes', async () => {
  expect((await alike('two policies that disagree')).result.value).toEqual({ 'setPolicy p3': expect.any(Number) });
  expect((await alike('login under them')).detail.message).toBe('wrong otp pin');
  const gone = await replay('delete a policy that is not there');
  expect([gone.reply.status, gone.reply.json.result]).toEqual([
    404,
    {
      status: false,
      error: { code: 601, message: expect.stringMatching(/could not be found/) },
    },
  ]);
  await house.client.form('/policy/p4', { scope: 'enrollment', action: 'tokenissuer=x' }, header);
  expect((await alike('delete a policy')).result.value).toEqual(expect.any(Number));
});

test('Yubico’s protocol says the same of a client that nobody knows', async () => {
  const recorded = exchange('yubico validation');
  const { text, status } = await house.client.get(recorded.request.split(' ')[1] ?? '');
  const lines = (reply: string) =>
    reply
      .trim()
      .split('\n')
      .map((line) => line.trim().replace(/^(timestamp=).*/, '$1'));
  expect([status, lines(text)]).toEqual([recorded.status, expect.arrayContaining(lines(String(recorded.reply)))]);
});

test('every exchange that was recorded is asked again in some test', () => {
  const folder = new URL('.', import.meta.url);
  const files = [
    'recorded-exchanges',
    'recorded-management',
    'recorded-policies',
    'lost-token',
    'challenges',
    'policies',
    'resolvers-wire',
  ];
  const tests = files.map((file) => readFileSync(new URL(`${file}.test.ts`, folder), 'utf8')).join();
  const elsewhere = exchanges.filter(({ title }) => !tests.includes(`'${title}'`)).map(({ title }) => title);
  expect(elsewhere).toEqual([]);
});
