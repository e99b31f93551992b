import { afterAll, beforeAll, expect, test } from 'vitest';
import { pythonLiteral, readPythonLiteral } from '../../domain/policy/python-literal.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let admin: Administration;
beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
});
afterAll(() => house.close());

const load = (body: string, type = 'text/plain') =>
  house.client.send('POST', '/policy/import/p.cfg', { headers: { ...admin.header, 'content-type': type }, body });
const multipart = (text: string) =>
  load(
    `--b\r\ncontent-disposition: form-data; name="file"; filename="p.cfg"\r\n\r\n${text}\r\n--b--\r\n`,
    'multipart/form-data; boundary=b',
  );
const policies = async () => (await admin.get('/policy/')).json.result.value;

test('what is exported is imported the same, by a form or as it is', async () => {
  await admin.post('/policy/labels', {
    scope: 'enrollment',
    action: "tokenlabel='it\\, {user}', max_token_per_user=2",
    realm: 'office, hq',
    description: "Who's [this]?",
  });
  await admin.post('/policy/pins', {
    scope: 'authentication',
    action: 'otppin=none',
    time: 'Mon-Fri: 8-18',
    active: '0',
  });
  const before = await policies();
  const { text, headers } = await admin.get('/policy/export/all.cfg');
  expect(headers['content-type']).toMatch(/^text\/plain/);
  expect(text).toMatch(/^\[labels\]\nname = labels\nactive = True\nscope = enrollment\nrealm = \['office', 'hq'\]\n/);
  for (const give of [multipart, load]) {
    await admin.remove('/policy/labels');
    await admin.remove('/policy/pins');
    expect(told(await give(text))).toEqual({ labels: expect.any(Number), pins: expect.any(Number) });
    expect(await policies()).toEqual(before);
  }
});

test('a file with one policy that cannot work changes nothing', async () => {
  const before = await policies();
  const reply = await load(
    '[new]\nscope = enrollment\naction = max_token_per_user=1\n[bad]\nscope = enrollment\naction = x\n',
  );
  expect(told(reply)).toEqual([400, 905]);
  expect(reply.json.result.error.message).toContain("'bad'");
  expect(told(await load('nothing that is a policy'))).toEqual([400, 905]);
  expect(told(await load(''))).toEqual([400, 905]);
  expect(await policies()).toEqual(before);
});

test('takes the right to write and to read', async () => {
  await admin.limitTo([]);
  expect(told(await load('[a]\nscope = enrollment\naction = tokenlabel=x\n'))).toEqual([403, 303]);
  expect(told(await admin.get('/policy/export/p.cfg'))).toEqual([403, 303]);
});

test.each([[[]], [{}], [['a', "it's", 'b\nc']], [{ a: true, b: '1' }], [null], ['None'], [[['x', 'y', true]]]])(
  'reads %o as it was written',
  (value) => {
    expect(readPythonLiteral(pythonLiteral(value))).toEqual(value);
  },
);

test.each(['[', "{'a'", '[1,,', '{{{{', "'open", ''])('takes %s, which is no literal, as text', (text) => {
  expect(readPythonLiteral(text)).toBe(text);
});
