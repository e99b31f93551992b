import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Administration, administration, told } from './administration.ts';
import { findPostgres, hasServer } from './debian-server.ts';
import { type House, openHouse } from './house.ts';
import { passwordForms, storedPassword } from './password-forms.ts';
import { type Postgres, startPostgres } from './postgres.ts';

describe.skipIf(!hasServer('postgresql', findPostgres))('against a real PostgreSQL server', () => {
  let house: House;
  let admin: Administration;
  let postgres: Postgres;
  beforeAll(async () => {
    [house, postgres] = [await openHouse(), await startPostgres()];
    admin = await administration(house);
    await postgres.run(`CREATE ROLE reader LOGIN; CREATE SCHEMA hr;
      CREATE TABLE hr.staff (id SERIAL, login TEXT, "Sur name" TEXT, mail VARCHAR(99), hash TEXT, state INT DEFAULT 1);
      GRANT USAGE ON SCHEMA hr TO reader; GRANT ALL ON ALL TABLES IN SCHEMA hr TO reader`);
    for (const [login, kept] of [...(await passwordForms()), ['unknown', 'plain text'], ['hidden', '']]) {
      await postgres.run(`INSERT INTO hr.staff (login, "Sur name", hash) VALUES ('${login}', 'S', '${kept}')`);
    }
    await postgres.run("INSERT INTO hr.staff (login, state) VALUES ('former', 0), ('twin', 1), ('twin', 1)");
    expect(told(await admin.post('/resolver/hr', definition()))).toEqual(expect.any(Number));
    expect(told(await admin.post('/realm/hr', { resolvers: 'hr' }))).toEqual({ added: ['hr'], failed: [] });
    await admin.get('/user/?realm=hr');
  }, 180_000);
  afterAll(async () => {
    await postgres?.remove();
    await house?.close();
  });

  const definition = (others: Record<string, string> = {}): Record<string, string> => ({
    type: 'sqlresolver',
    Driver: 'postgresql+psycopg2',
    Server: '127.0.0.1',
    Port: String(postgres.port),
    Database: 'postgres',
    User: 'reader',
    Password: 'unused',
    Table: 'hr.staff',
    Map: '{"userid":"id","username":"login","surname":"Sur name","email":"mail","password":"hash"}',
    Where: "state = 1 AND login != 'hidden'",
    poolTimeout: '60',
    ...others,
  });
  const passes = async (username: string, typed = storedPassword) => {
    const person = await house.server.installation.store.people.find('hr', username);
    if (person === undefined) throw new Error(`${username} is not known`);
    return house.server.installation.userStore.checkPassword(person, new Uint8Array(Buffer.from(typed)));
  };
  const tried = async (parameters: Record<string, string>) => {
    const { json } = await admin.post('/resolver/test', parameters);
    return [json.result.value, json.detail?.description];
  };
  const check = async (user: string) =>
    told(await house.client.form('/validate/check', { user, realm: 'hr', pass: '1' }));

  test.each(['ssha', 'sha256', 'ssha512', 'bcrypt', 'argon2', 'passlib', 'django', 'sha', 'crypt', 'phpass'])(
    'checks a password kept as %s',
    async (form) => {
      expect([await passes(form), await passes(form, `${storedPassword}.`), await passes(form, '')]).toEqual([
        true,
        false,
        false,
      ]);
    },
  );

  test('says so of a form it does not know, and never takes it for the password itself', async () => {
    await expect(passes('unknown', 'plain text')).rejects.toThrow('form this server does not know');
    const plain = definition({ Password_Hash_Type: 'PLAIN', username: 'unknown', password: 'plain text' });
    expect((await tried(plain))[0]).toBe(true);
    expect((await tried({ ...plain, password: 'plain tex' }))[0]).toBe(false);
  });

  test.each(["' OR '1'='1", "x'; DELETE FROM hr.staff; --", '%', 'ssh_', '*', '$1', 'former'])(
    'takes the name %j for a name and nothing more',
    async (user) => {
      expect(await check(user)).toEqual([400, 904]);
      const { json } = await admin.get(`/user/?realm=hr&username=${encodeURIComponent(user)}`);
      expect(json.result.value.length).toBe(user === '*' ? 11 : 0);
    },
  );

  test('refuses a name that two rows have', async () => {
    expect(await check('twin')).toEqual([400, 907]);
    expect(await tried({ ...definition(), username: 'twin' })).toEqual([
      false,
      expect.stringContaining('several rows'),
    ]);
  });

  test('reads only: what would write is refused by the database', async () => {
    await postgres.run(`CREATE FUNCTION hr.write() RETURNS TEXT LANGUAGE sql AS
      'DELETE FROM hr.staff RETURNING login'; CREATE VIEW hr.trap AS SELECT id, hr.write() AS login FROM hr.staff;
      GRANT SELECT ON hr.trap TO reader`);
    const trap = definition({ Table: 'hr.trap', Map: '{"userid":"id","username":"login"}', Where: '' });
    expect(await tried(trap)).toEqual([false, expect.stringContaining('read-only')]);
  });

  test('goes on when the server drops its connections, in use or idle', async () => {
    expect(await passes('ssha')).toBe(true);
    const drop = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'keydesk'";
    for (let round = 0; round < 3; round += 1) {
      const during = await Promise.all(Array.from({ length: 4 }, () => passes('ssha')));
      await postgres.run(drop);
      expect(await during).toEqual([true, true, true, true]);
    }
  });

  test('says what is wrong', async () => {
    expect(await tried(definition({ Database: 'none' }))).toEqual([false, expect.stringContaining('does not exist')]);
    expect(await tried(definition({ Table: 'nothing' }))).toEqual([false, expect.stringContaining('does not exist')]);
    expect(await tried(definition({ TLS: 'true' }))).toEqual([false, expect.stringMatching(/SSL|TLS/)]);
    expect(await tried(definition({ Table: 'hr.staff"; --' }))).toEqual([
      false,
      expect.stringContaining('does not exist'),
    ]);
  });

  test('keeps who is known while the server is down, holds up nobody, and finds it again', async () => {
    await postgres.stop();
    expect(await check('stranger')).toEqual([400, 907]);
    expect(await check('ssha')).toBe(false);
    await expect(passes('ssha')).rejects.toThrow('127.0.0.1');
    await postgres.start();
    expect(await passes('ssha')).toBe(true);
    expect(await check('stranger')).toEqual([400, 904]);
  });
});
