import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Right, rights } from '../../server/store/rights.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse, password } from './house.ts';

let house: House;
let root: Administration;
beforeEach(async () => {
  house = await openHouse();
  root = await administration(house);
});
afterEach(() => house.close());

const fresh = 'another long password';
const logIn = (username: string, secret: string) => house.client.form('/auth', { username, password: secret });
const add = (name: string, more: Record<string, string> = {}) =>
  root.post(`/admin/${name}`, { password: fresh, roles: 'look', ...more });

async function as(name: string, secret = fresh) {
  const { json } = await logIn(name, secret);
  const header = { 'PI-Authorization': json.result.value.token as string };
  return {
    get: (path: string) => house.client.get(path, header),
    post: (path: string, fields: Record<string, string>) => house.client.form(path, fields, header),
    remove: (path: string) => house.client.send('DELETE', path, { headers: header }),
  };
}

describe('administrators', () => {
  test('are listed with their rights, and the last who can make others is marked', async () => {
    await add('ben');
    const { json } = await root.get('/admin/');
    const list = json.result.value as { name: string; rights: string[]; last: boolean }[];
    expect(list.map(({ name, last }) => [name, last])).toEqual([
      ['ben', false],
      ['root', true],
    ]);
    expect(JSON.stringify(list)).not.toContain('argon2');
  });

  test('come with a role and a password, and may do what the role says', async () => {
    expect(told(await add('ben', { roles: 'look,helpdesk' }))).toBe(true);
    const ben = await as('ben');
    expect((await ben.get('/token/')).status).toBe(200);
    expect(told(await ben.get('/policy/'))).toEqual([403, 303]);
    expect(told(await ben.get('/admin/'))).toEqual([403, 303]);
  });

  test.each([
    ['a name twice', 'root', {}],
    ['an impossible name', 'a b', {}],
    ['a short password', 'ben', { password: 'short' }],
    ['no password', 'ben', { password: '' }],
    ['a role that there is not', 'ben', { roles: 'king' }],
  ])('refuses %s and makes nobody', async (_what, name, more) => {
    const before = (await house.server.installation.store.admins.all()).length;
    expect((await add(encodeURIComponent(name), more)).status).toBe(400);
    expect(await house.server.installation.store.admins.all()).toHaveLength(before);
  });

  test('give nothing that they have not themselves, but control of trust to others', async () => {
    await add('maker', { roles: 'administrators' });
    const maker = await as('maker');
    expect(told(await maker.post('/admin/ben', { password: fresh, roles: 'policies' }))).toEqual([403, 303]);
    expect(told(await maker.post('/admin/maker/roles', { roles: 'administrators,policies' }))).toEqual([403, 303]);
    expect(told(await maker.post('/admin/maker/roles', { roles: 'administrators,trust' }))).toEqual([403, 303]);
    expect(told(await maker.post('/admin/root/password', { password: fresh }))).toEqual([403, 303]);
    expect(told(await maker.post('/admin/ben', { password: fresh, roles: 'trust' }))).toBe(true);
    expect(await house.server.installation.store.admins.controllers()).toContain('ben');
  });

  test('may do what their new roles say from the next request on', async () => {
    await add('ben');
    const ben = await as('ben');
    expect(told(await ben.get('/policy/'))).toEqual([403, 303]);
    await root.post('/admin/ben/roles', { roles: 'look,policies' });
    expect((await ben.get('/policy/')).status).toBe(200);
  });

  test('are logged out by a new password and by being removed', async () => {
    await add('ben');
    const ben = await as('ben');
    await root.post('/admin/ben/password', { password: `${fresh} two` });
    expect(told(await ben.get('/token/'))).toEqual([401, 4304]);
    expect((await logIn('ben', fresh)).status).toBe(401);
    const again = await as('ben', `${fresh} two`);
    expect((await again.get('/token/')).status).toBe(200);
    await root.remove('/admin/ben');
    expect(told(await again.get('/token/'))).toEqual([401, 4304]);
  });

  test('never lose the last one who can make others', async () => {
    expect(told(await root.remove('/admin/root'))).toEqual([400, 302]);
    expect(told(await root.post('/admin/root/roles', { roles: 'look' }))).toEqual([400, 302]);
    await add('ben', { roles: 'administrators' });
    expect(told(await root.post('/admin/root/roles', { roles: 'look' }))).toBe(true);
    const ben = await as('ben');
    expect(told(await ben.remove('/admin/ben'))).toEqual([400, 302]);
    expect(told(await ben.remove('/admin/root'))).toBe(true);
  });

  test('are changed by nobody without the right', async () => {
    const held: readonly Right[] = rights.filter((right) => right !== 'adminwrite');
    await root.limitTo(held);
    for (const answer of [
      await add('ben'),
      await root.post('/admin/root/roles', { roles: 'look' }),
      await root.post('/admin/root/password', { password: fresh }),
      await root.remove('/admin/root'),
    ]) {
      expect(told(answer)).toEqual([403, 303]);
    }
    expect((await logIn('root', password)).status).toBe(200);
  });

  test('leave their changes in the audit, without the password', async () => {
    await add('ben', { roles: 'look' });
    const entries = [];
    for await (const { entry } of house.server.installation.store.audit.entries()) entries.push(entry);
    const entry = entries.find(({ action }) => action === 'administrator/added');
    expect(entry?.detail).toMatchObject({
      administrator: 'root',
      info: 'ben',
      rights: expect.stringContaining('tokenlist'),
      success: true,
    });
    expect(JSON.stringify(entries)).not.toContain(fresh);
  });
});
