import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ldap } from '../../server/resolvers/ldap.ts';
import { ldapSettings } from '../../server/resolvers/ldap-settings.ts';
import { mysql } from '../../server/resolvers/mysql.ts';
import { passwdFile } from '../../server/resolvers/passwd-file.ts';
import { verifyHash } from '../../server/resolvers/password-hash.ts';
import { postgresql } from '../../server/resolvers/postgresql.ts';
import { sqlSettings } from '../../server/resolvers/sql-settings.ts';
import { temporaryDirectory } from './server-process.ts';

/** What a server that means no good does with a connection. */
const habits: Readonly<Record<string, (socket: Socket) => void>> = {
  'says nothing': (socket) => socket.resume(),
  'hangs up': (socket) => socket.destroy(),
  'talks nonsense': (socket) => socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
  'promises four gigabytes': (socket) => socket.on('data', () => socket.write(Buffer.from('3084ffffffff0201', 'hex'))),
  'drips a byte at a time': (socket) => {
    socket.resume();
    const drip = setInterval(() => socket.write(Buffer.of(0x30)), 50);
    socket.on('close', () => clearInterval(drip));
  },
};

const servers = new Map<string, Server>();
const sockets = new Set<Socket>();
const directory = temporaryDirectory();
beforeAll(async () => {
  for (const [name, habit] of Object.entries(habits)) {
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
      habit(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.set(name, server);
  }
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.values()) server.close();
  directory.remove();
});

/** Who says nothing is given up by our own limit; how the others fail is for the protocol to say. */
const reasonOf = (name: string) =>
  name === 'says nothing' ? /127.0.0.1.*(within 1 s|connection timeout)/ : '127.0.0.1';
const portOf = (name: string) => (servers.get(name)?.address() as AddressInfo | undefined)?.port ?? 0;
const password = new Uint8Array(Buffer.from('pw'));

for (const name of Object.keys(habits)) {
  test.each([
    ['ldap', {}],
    ['ldap with STARTTLS', { START_TLS: '1' }],
    ['ldaps', {}],
  ])(`ends with a server that ${name}: %s`, async (form, others) => {
    const resolver = ldap(
      ldapSettings({
        ...{
          LDAPURI: `${form.split(' ')[0]}://127.0.0.1:${portOf(name)}`,
          LDAPBASE: 'dc=x',
          BINDDN: 'cn=x',
          BINDPW: 'pw',
        },
        ...{ LOGINNAMEATTRIBUTE: 'uid', LDAPSEARCHFILTER: '(uid=*)', TIMEOUT: '1', ...others },
      }),
    );
    const checked = resolver.checkPassword({ username: 'a', userId: '1' }, password);
    await expect(checked).rejects.toThrow(reasonOf(name));
  });

  test.each([
    ['postgresql', postgresql],
    ['mysql', mysql],
  ])(`ends with a database that ${name}: %s`, async (driver, open) => {
    const map = '{"userid":"id","username":"login"}';
    const where = { Server: '127.0.0.1', Port: String(portOf(name)), Database: 'x', User: 'x', Table: 'x' };
    const source = open(sqlSettings({ Driver: driver, ...where, Map: map, poolTimeout: '1' }));
    await expect(source.rows('SELECT 1', [])).rejects.toThrow(reasonOf(name));
    await source.close();
  });
}

test('gives no file to a MySQL server that asks for one in the midst of a query', async () => {
  const taken: Buffer[] = [];
  let asked = 0;
  const packet = (sequence: number, payload: Buffer) =>
    Buffer.concat([Buffer.of(payload.length, 0, 0, sequence), payload]);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    // HandshakeV10, OK, and LOCAL INFILE Request of the MySQL client/server protocol.
    const greeting =
      '0a382e302e300001000000616263646566676800fff72d0200ff81150000000000000000000061626364656667686162636400';
    socket.write(packet(0, Buffer.concat([Buffer.from(greeting, 'hex'), Buffer.from('mysql_native_password\0')])));
    let greeted = false;
    socket.on('data', (chunk) => {
      taken.push(chunk);
      if (!greeted) socket.write(packet(2, Buffer.from('00000002000000', 'hex')));
      else {
        asked += 1;
        socket.write(packet(1, Buffer.concat([Buffer.of(0xfb), Buffer.from('/etc/passwd')])));
      }
      greeted = true;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const where = {
    Server: '127.0.0.1',
    Port: String((server.address() as AddressInfo).port),
    Database: 'x',
    Table: 'x',
  };
  const map = '{"userid":"id","username":"login"}';
  const source = mysql(sqlSettings({ Driver: 'mysql', ...where, User: 'x', Map: map, poolTimeout: '30' }));
  await expect(source.rows('SELECT 1', [])).rejects.toThrow('127.0.0.1');
  await source.close();
  server.close();
  expect(asked).toBeGreaterThan(0);
  expect(Buffer.concat(taken).toString('latin1')).not.toContain('root:');
});

test('lets go of every connection to them', async () => {
  await expect.poll(() => sockets.size, { timeout: 30_000 }).toBe(0);
});

test.each([
  ['a bcrypt that costs too much', `$2b$31$${'a'.repeat(53)}`],
  ['a phpass with too many rounds', `$P$S${'a'.repeat(30)}`],
  ['a crypt with too many rounds', '$6$rounds=999999999$salt$x'],
  ['a PBKDF2 with too many rounds', '$pbkdf2-sha256$99999999$c2FsdA$c2FsdHNhbHRzYWx0c2FsdA'],
  ['an Argon2 that wants all memory', '$argon2id$v=19$m=4194304,t=1,p=1$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0'],
  ['a digest cut short', '{SSHA}AAAA'],
  ['an unsalted MD5', '5f4dcc3b5aa765d61d8327deb882cf99'],
  ['a password as it is', 'pw'],
])('refuses %s', async (_what, hash) => {
  await expect(verifyHash(hash, password)).rejects.toThrow();
});

test.each(['', '*', '!', '!!', 'x', '!$6$salt$x'])('takes the hash %j for nobody who can log in', async (hash) => {
  expect(await verifyHash(hash, new Uint8Array(Buffer.from(hash)))).toBe(false);
});

test('takes the known answers of phpass, and nothing beside them', async () => {
  const kept = '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0';
  expect(await verifyHash(kept, new Uint8Array(Buffer.from('test12345')))).toBe(true);
  expect(await verifyHash(kept, new Uint8Array(Buffer.from('test12346')))).toBe(false);
});

test('holds up no other request while a crypt hash is worked out', async () => {
  const other = await bcrypt('pw', 4);
  const ended: string[] = [];
  const slow = verifyHash(`$6$rounds=1000000$saltstring$${'a'.repeat(86)}`, password).finally(() => ended.push('slow'));
  const quick = verifyHash(other, password).finally(() => ended.push('quick'));
  expect([await slow, await quick]).toEqual([false, true]);
  // A thousand times less work, begun later.
  expect(ended).toEqual(['quick', 'slow']);
});

test('says which passwd file cannot be read, and reads one again when it was written', async () => {
  const fileName = join(directory.path, 'passwd');
  await expect(passwdFile({ fileName }).find('a')).rejects.toThrow(`'${fileName}' cannot be read`);
  mkdirSync(join(directory.path, 'folder'));
  await expect(passwdFile({ fileName: join(directory.path, 'folder') }).find('a')).rejects.toThrow('no file');
  await expect(passwdFile({ fileName: '/dev/zero' }).find('a')).rejects.toThrow('no file');
  writeFileSync(fileName, 'a:x:1:1::/:\na:x:2:2::/:\n:x:3:3::/:\n#b:x:4:4::/:\n');
  const resolver = passwdFile({ fileName });
  expect((await resolver.list({ username: '*', limit: 10 })).people.map(({ userId }) => userId)).toEqual(['1']);
  writeFileSync(fileName, 'a:x:1:1::/:\nlater:x:5:5::/:\n');
  expect((await resolver.find('later'))?.userId).toBe('5');
  expect(await resolver.find('__proto__')).toBeUndefined();
});
