import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ResolverKind } from '../../domain/resolver-kind.ts';
import { initialSettings, missingFields, settingsToSend } from '../../renderer/realms/resolver-fields.ts';
import { findMariadb, findSlapd, hasServer } from '../server/debian-server.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { type Mariadb, startMariadb } from '../server/mariadb.ts';
import { base, bindDn, bindPassword, type Slapd, startSlapd } from '../server/slapd.ts';
import { bytes } from './desk-at-work.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';

/** What stands in the form of a resolver is what a real server of that kind works with. */
let house: House;
let at: HouseDesk;
beforeAll(async () => {
  house = await openHouse();
  at = await houseDesk(house);
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
});
afterAll(async () => {
  await at?.desk.close();
  await house?.close();
});

const entries = `dn: ${base}
objectClass: domain
dc: example

dn: ${bindDn}
objectClass: applicationProcess
objectClass: simpleSecurityObject
cn: reader
userPassword: ${bindPassword}

dn: uid=ada,${base}
objectClass: inetOrgPerson
uid: ada
cn: Ada Lovelace
sn: Lovelace
givenName: Ada
mail: ada@example.org
`;

async function tested(kind: ResolverKind, filled: Record<string, string>, secret: string) {
  const settings = { ...initialSettings(kind), ...filled };
  expect(missingFields(kind, settings)).toEqual([]);
  const definition = { kind, settings: settingsToSend(kind, settings), secret: bytes(secret) };
  const first = await at.ask('resolvers/test', { name: null, ...definition });
  await at.ask('resolvers/save', { name: kind, ...definition, secret: bytes(secret) });
  const row = (await at.ask('resolvers/list')).find(({ name }) => name === kind);
  const again = { ...initialSettings(kind), ...row?.settings };
  const kept = await at.ask('resolvers/test', {
    name: kind,
    kind,
    settings: settingsToSend(kind, again),
    secret: null,
  });
  expect(kept).toEqual(first);
  return first;
}

describe.skipIf(!hasServer('slapd', findSlapd))('with a real OpenLDAP server', () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd(entries);
  });
  afterAll(() => slapd?.remove());

  test('the form of a directory finds people, over TLS with the authority pasted in', async () => {
    const filled = {
      LDAPURI: slapd.tlsUrl,
      TLS_CA: slapd.ca,
      LDAPBASE: base,
      BINDDN: bindDn,
    };
    const { works, found } = await tested('ldapresolver', filled, bindPassword);
    expect([works, (found?.count ?? 0) > 0, found?.people[0]?.userId]).toEqual([
      true,
      true,
      expect.stringMatching(/^[0-9a-f]{8}-/),
    ]);
  });
});

describe.skipIf(!hasServer('mariadb-server-core mariadb-client-core', findMariadb))(
  'with a real MariaDB server',
  () => {
    let mariadb: Mariadb;
    beforeAll(async () => {
      mariadb = await startMariadb();
      await mariadb.run(`CREATE DATABASE hr; CREATE USER reader IDENTIFIED BY 'reader pw'; GRANT SELECT ON hr.* TO reader;
      CREATE TABLE hr.users (id INT PRIMARY KEY, username VARCHAR(99), password TEXT, active INT, mail TEXT);
      INSERT INTO hr.users VALUES (1, 'ada', '', 1, 'ada@example.org'), (2, 'gone', '', 0, '')`);
    });
    afterAll(() => mariadb?.remove());

    test('the form of a table finds who counts', async () => {
      const filled = {
        ...{ Driver: 'mysql', Server: '127.0.0.1', Port: String(mariadb.port), Database: 'hr', User: 'reader' },
        ...{ Table: 'users', Where: 'active = 1', TLS: 'false' },
        Map: '{"userid":"id","username":"username","password":"password","email":"mail"}',
      };
      expect(await tested('sqlresolver', filled, 'reader pw')).toEqual({
        works: true,
        said: 'Found 1 person.',
        found: {
          count: 1,
          complete: true,
          people: [{ username: 'ada', name: '', email: 'ada@example.org', userId: '1' }],
        },
      });
    });
  },
);

test('a form that is not filled says what is missing, by its kind', () => {
  expect(missingFields('internal', {})).toEqual([]);
  expect(missingFields('passwdresolver', initialSettings('passwdresolver'))).toEqual(['fileName']);
  expect(missingFields('ldapresolver', initialSettings('ldapresolver'))).toEqual(['LDAPURI', 'LDAPBASE']);
  const sqlite = { ...initialSettings('sqlresolver'), Driver: 'sqlite', Map: '{"userid":"id"}' };
  expect(missingFields('sqlresolver', sqlite)).toEqual(['Database', 'Table', 'username']);
});

test('what is not asked for is sent as nothing, so that nothing old stays', () => {
  const { Server, Port, TLS } = settingsToSend('sqlresolver', {
    ...{ ...initialSettings('sqlresolver'), Driver: 'sqlite', Server: 'db', Port: '5432', TLS: 'true' },
  });
  expect([Server, Port, TLS]).toEqual(['', '', '']);
});
