import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueAuthority, issueCertificate } from '../../server/tls/issue.ts';
import { type Administration, administration, told } from './administration.ts';
import { findMariadb, hasServer } from './debian-server.ts';
import { type House, openHouse } from './house.ts';
import { type Mariadb, startMariadb } from './mariadb.ts';
import { passwordForms, storedPassword } from './password-forms.ts';

describe.skipIf(!hasServer('mariadb-server-core mariadb-client-core', findMariadb))(
  'against a real MariaDB server',
  () => {
    let house: House;
    let admin: Administration;
    let mariadb: Mariadb;
    let ca: string;
    let otherCa: string;
    beforeAll(async () => {
      const now = new Date();
      const [caKey, key] = [newKey(), newKey()];
      ca = await issueAuthority(caKey, now);
      otherCa = await issueAuthority(newKey(), now);
      const cert = await issueCertificate({ certificate: ca, keyPem: caKey }, key, ['localhost'], now);
      house = await openHouse();
      mariadb = await startMariadb({ key: key.toString(), cert });
      admin = await administration(house);
      await mariadb.run(`CREATE DATABASE hr CHARACTER SET utf8mb4; USE hr;
      CREATE USER reader IDENTIFIED BY 'reader''s password'; GRANT ALL ON hr.* TO reader;
      CREATE TABLE staff (id INT AUTO_INCREMENT PRIMARY KEY, login VARCHAR(99), \`Sur name\` TEXT, mail VARCHAR(99),
        hash TEXT, state INT DEFAULT 1)`);
      for (const [login, kept] of [...(await passwordForms()), ['unknown', 'plain text'], ['hidden', '']]) {
        await mariadb.run(
          `INSERT INTO hr.staff (login, \`Sur name\`, hash) VALUES ('${login}', 'Ærøskøbing 宮本', '${kept}')`,
        );
      }
      await mariadb.run("INSERT INTO hr.staff (login, state) VALUES ('former', 0), ('twin', 1), ('twin', 1)");
      expect(told(await admin.post('/resolver/hr', definition()))).toEqual(expect.any(Number));
      expect(told(await admin.post('/realm/hr', { resolvers: 'hr' }))).toEqual({ added: ['hr'], failed: [] });
      await admin.get('/user/?realm=hr');
    }, 180_000);
    afterAll(async () => {
      await mariadb?.remove();
      await house?.close();
    });

    const definition = (others: Record<string, string> = {}): Record<string, string> => ({
      type: 'sqlresolver',
      Driver: 'mysql+pymysql',
      Server: 'localhost',
      Port: String(mariadb.port),
      Database: 'hr',
      User: 'reader',
      Password: "reader's password",
      Table: 'staff',
      Map: '{"userid":"id","username":"login","surname":"Sur name","email":"mail","password":"hash"}',
      Where: "state = 1 AND login != 'hidden'",
      poolTimeout: '60',
      TLS_CA: ca,
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

    test('reads names in any script', async () => {
      const { json } = await admin.get('/user/?realm=hr&username=ssha');
      expect(json.result.value).toMatchObject([{ username: 'ssha', surname: 'Ærøskøbing 宮本', userid: '1' }]);
    });

    test.each(["' OR '1'='1", "\\' OR 1=1 -- ", '%', 'ssh_', '*', '?', '`', 'former', 'SSHA', 'ssha ', 'sshä'])(
      'takes the name %j for a name and nothing more, whatever the collation calls equal',
      async (user) => {
        expect(await check(user)).toEqual([400, 904]);
        const { json } = await admin.get(`/user/?realm=hr&username=${encodeURIComponent(user)}`);
        expect(json.result.value.length).toBe(user === '*' ? 11 : 0);
      },
    );

    test('refuses a name that two rows have', async () => {
      expect(await check('twin')).toEqual([400, 907]);
      expect(await tried(definition({ username: 'twin' }))).toEqual([false, expect.stringContaining('several rows')]);
    });

    test('reads only: what would write is refused by the database', async () => {
      await mariadb.run(`USE hr; SET GLOBAL log_bin_trust_function_creators = 1;
      CREATE FUNCTION wipe() RETURNS INT MODIFIES SQL DATA BEGIN DELETE FROM staff; RETURN 1; END;
      CREATE VIEW trap AS SELECT wipe() AS id, 'x' AS login`);
      const trap = definition({ Table: 'trap', Map: '{"userid":"id","username":"login"}', Where: '' });
      expect(await tried(trap)).toEqual([false, expect.stringMatching(/READ ONLY transaction/i)]);
      expect(await passes('ssha')).toBe(true);
    });

    test('goes on when the server drops its connections, in use or idle', async () => {
      expect(await passes('ssha')).toBe(true);
      const drop = async () => {
        const threads = await mariadb.run("SELECT id FROM information_schema.processlist WHERE user = 'reader'");
        for (const { id } of threads) await mariadb.run(`KILL CONNECTION ${id}`).catch(() => undefined);
        return threads.length;
      };
      let dropped = 0;
      for (let round = 0; round < 3; round += 1) {
        const during = Promise.all(Array.from({ length: 4 }, () => passes('ssha')));
        dropped += await drop();
        expect(await during).toEqual([true, true, true, true]);
      }
      expect(dropped).toBeGreaterThan(0);
    });

    test('cuts off what takes too long, and the server ends it', async () => {
      await mariadb.run("USE hr; CREATE VIEW slow AS SELECT SLEEP(3600) AS id, 'x' AS login");
      const slow = definition({
        Table: 'slow',
        Map: '{"userid":"id","username":"login"}',
        Where: '',
        poolTimeout: '1',
      });
      expect(await tried(slow)).toEqual([false, expect.stringMatching(/no answer within 1 s|max_statement_time/)]);
      const left =
        "SELECT count(*) AS n FROM information_schema.processlist WHERE info LIKE '%SLEEP%' AND user = 'reader'";
      await expect.poll(async () => (await mariadb.run(left))[0]?.n, { timeout: 30_000 }).toBe(0);
    });

    test.each<[string, () => Record<string, string>, RegExp]>([
      ['a wrong password', () => ({ Password: 'wrong' }), /Access denied/],
      ['no such database', () => ({ Database: 'none' }), /Access denied|Unknown database/],
      ['no such table', () => ({ Table: 'nothing' }), /doesn't exist/],
      ['a table with a quote in its name', () => ({ Table: 'staff` WHERE 1=1; --' }), /doesn't exist/],
      ['no such column', () => ({ Map: '{"userid":"id","username":"name"}' }), /Unknown column/],
      ['an authority that did not sign it', () => ({ TLS_CA: otherCa }), /certificate|signature|issuer|verify/],
      ['no authority', () => ({ TLS_CA: '', TLS: '1' }), /certificate|self.signed|issuer|verify/],
      ['a port where nobody listens', () => ({ Port: '1' }), /ECONNREFUSED/],
    ])('says what is wrong: %s', async (_what, others, reason) => {
      expect(await tried(definition(others()))).toEqual([false, expect.stringMatching(reason)]);
    });

    test('wants the name of the server for TLS, since an address is in no certificate', async () => {
      expect(told(await admin.post('/resolver/test', definition({ Server: '127.0.0.1' })))).toEqual([400, 905]);
      const plain = definition({ Server: '127.0.0.1', TLS_CA: '', username: 'ssha', password: storedPassword });
      expect((await tried(plain))[0]).toBe(true);
    });

    test('shows the password of the database nowhere', async () => {
      const { text } = await admin.get('/resolver/hr');
      expect(text).toContain('__CENSORED__');
      expect(text).not.toContain("reader's password");
    });

    test('keeps who is known while the server is down or stands still, and finds it again', async () => {
      await admin.post('/resolver/hr', definition({ poolTimeout: '2' }));
      mariadb.signal('SIGSTOP');
      await expect(passes('ssha')).rejects.toThrow(/no answer within 2 s/);
      mariadb.signal('SIGCONT');
      await mariadb.stop();
      expect(await check('stranger')).toEqual([400, 907]);
      expect(await check('ssha')).toBe(false);
      await expect(passes('ssha')).rejects.toThrow('localhost');
      await mariadb.start();
      await admin.post('/resolver/hr', definition());
      expect(await passes('ssha')).toBe(true);
      expect(await check('stranger')).toEqual([400, 904]);
    });
  },
);

function newKey(): Buffer {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }));
}
