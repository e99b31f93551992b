import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAdmin } from '../../server/commands/admin.ts';
import { administrativeRights } from '../../server/store/rights.ts';
import { told } from './administration.ts';
import { type House, openHouse, password } from './house.ts';
import { upload } from './imports/upload.ts';
import { rawSql } from './raw-sql.ts';

/* "Nobody issues to oneself or withdraws one's own token", over the wire too. */
let house: House;
beforeAll(async () => {
  house = await openHouse();
  const { installation } = house.server;
  for (const name of ['ines.garcia', 'Ines.Garcia@office', 'ida']) {
    await createAdmin(installation, name, Buffer.from(password), []);
    await installation.store.admins.setRights(name, administrativeRights);
  }
});
afterAll(() => house.close());
beforeEach(() =>
  rawSql(house.server.installation.store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL"),
);

const ines = { user: 'ines.garcia', realm: 'office' };
const otpkey = '31'.repeat(20);
type Send = (method: string, path: string, fields?: Record<string, string>) => Promise<unknown>;
async function as(username: string): Promise<Send> {
  const { json } = await house.client.form('/auth', { username, password });
  const headers = { 'PI-Authorization': json.result.value.token as string };
  return async (method, path, fields = {}) => {
    const body = method === 'DELETE' ? {} : { body: JSON.stringify(fields) };
    const reply = await house.client.send(method, path, { headers, ...body });
    if (reply.status === 403) {
      expect(reply.json.result.error.message).toBe(
        'Nobody gives a token to themself or takes their own away. Another administrator has to do it.',
      );
    }
    return told(reply);
  };
}
async function prepared(): Promise<void> {
  await house.give('OWN', { ownerId: await house.personId('ines.garcia'), realms: ['office'] });
  await house.give('FREE', { realms: ['office'] });
}

const acts: readonly (readonly [string, string, Record<string, string>])[] = [
  ['POST', '/token/assign', { serial: 'FREE', ...ines }],
  ['POST', '/token/init', { otpkey, ...ines }],
  ['POST', '/token/init', { otpkey, serial: 'OWN' }],
  ['POST', '/token/copyuser', { from: 'OWN', to: 'FREE' }],
  ['POST', '/token/lost/OWN', {}],
  ['POST', '/token/unassign', { serial: 'OWN' }],
  ['POST', '/token/unassign', ines],
  ['POST', '/token/revoke', { serial: 'OWN' }],
  ['DELETE', '/token/OWN', {}],
];

test.each(acts)('%s %s %o is done by another administrator', async (method, path, fields) => {
  for (const name of ['ines.garcia', 'Ines.Garcia@office']) {
    const send = await as(name);
    await prepared();
    expect(await send(method, path, fields)).toEqual([403, 303]);
    const { store } = house.server.installation;
    expect(await store.credentials.bySerial('OWN')).toMatchObject({
      ownerId: await house.personId('ines.garcia'),
      active: 1,
      revoked: 0,
    });
    expect(await store.credentials.bySerial('FREE')).toMatchObject({ ownerId: null });
    expect(await (await as('ida'))(method, path, fields)).not.toEqual([403, 303]);
    await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
  }
});

test('to others an administrator gives tokens, and their own that is gone they may switch off', async () => {
  const send = await as('ines.garcia');
  await prepared();
  expect(await send('POST', '/token/assign', { serial: 'FREE', user: 'emre.yildiz', realm: 'office' })).toBe(true);
  expect(await send('POST', '/token/unassign', { serial: 'FREE' })).toBe(1);
  expect(await send('POST', '/token/disable', { serial: 'OWN' })).toBe(1);
});

test('a file of keys gives whoever loads it none', async () => {
  const file = (user: string) => `# version: 2\n${user},,office,FILED,${otpkey}\n`;
  const load = async (user: string) => {
    const { json } = await house.client.form('/auth', { username: 'ines.garcia', password });
    const header = { 'PI-Authorization': json.result.value.token as string };
    return told(await upload(house, { header }, file(user), { type: 'oathcsv' }));
  };
  expect(await load('ines.garcia')).toEqual([403, 303]);
  expect(await load('emre.yildiz')).toMatchObject({ n_imported: 1 });
});
