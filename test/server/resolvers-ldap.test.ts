import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Administration, administration, told } from './administration.ts';
import { findSlapd, hasServer } from './debian-server.ts';
import { type House, openHouse } from './house.ts';
import { base, bindDn, bindPassword, type Slapd, startSlapd } from './slapd.ts';

const crowd = 1203;

describe.skipIf(!hasServer('slapd', findSlapd))('against a real OpenLDAP server', () => {
  let house: House;
  let admin: Administration;
  let slapd: Slapd;
  beforeAll(async () => {
    [house, slapd] = [await openHouse(), await startSlapd(entries())];
    admin = await administration(house);
    expect(told(await admin.post('/resolver/dir', definition()))).toEqual(expect.any(Number));
    expect(told(await admin.post('/realm/dir', { resolvers: 'dir' }))).toEqual({ added: ['dir'], failed: [] });
  }, 180_000);
  afterEach(() => slapd.signal('SIGCONT'));
  afterAll(async () => {
    await slapd?.remove();
    await house?.close();
  });

  const definition = (others: Record<string, string> = {}): Record<string, string> => ({
    type: 'ldapresolver',
    LDAPURI: slapd.tlsUrl,
    TLS_CA: slapd.ca,
    LDAPBASE: base,
    BINDDN: bindDn,
    BINDPW: bindPassword,
    LOGINNAMEATTRIBUTE: 'uid',
    LDAPSEARCHFILTER: '(objectClass=inetOrgPerson)',
    USERINFO: '{"givenname":"givenName","surname":"sn","email":"mail","mobile":"mobile","description":"l"}',
    UIDTYPE: 'entryUUID',
    TIMEOUT: '60',
    ...others,
  });
  const tried = async (parameters: Record<string, string>) => {
    const { json } = await admin.post('/resolver/test', parameters);
    return [json.result.value, json.detail?.description];
  };
  const login = (username: string, password: string) => tried({ ...definition(), username, password });
  const passes = async (realm: string, username: string, password: string) => {
    const person = await house.server.installation.store.people.find(realm, username);
    if (person === undefined) throw new Error(`${username} is not known`);
    return house.server.installation.userStore.checkPassword(person, new Uint8Array(Buffer.from(password)));
  };
  const names = async (query: string): Promise<string[]> =>
    (await admin.get(`/user/?${query}`)).json.result.value.map(({ username }: { username: string }) => username);

  test('finds everybody, page by page, beyond the size that the server gives at once', async () => {
    expect(await tried(definition())).toEqual([true, 'Found more than 1000 people.']);
    const found = await names('realm=dir');
    expect(found).toHaveLength(crowd + 3);
    expect(await names('realm=dir&username=crowd000*')).toHaveLength(10);
    expect((await admin.get('/user/?realm=dir&username=ada')).json.result.value).toEqual([
      expect.objectContaining({
        ...{ username: 'ada', givenname: 'Ada', surname: 'Lovelace', email: 'ada@example.org', resolver: 'dir' },
        ...{ editable: false, description: 'Hull', userid: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      }),
    ]);
  });

  test('binds to check a password, over TLS, STARTTLS and with a name in another case', async () => {
    expect((await login('ada', 'ada pw'))[0]).toBe(true);
    expect(await login('ada', 'wrong')).toEqual([false, expect.stringContaining('the password is wrong')]);
    expect((await login('ada', ''))[0]).toBe(false);
    const upgraded = definition({ LDAPURI: slapd.plainUrl, START_TLS: 'true', username: 'ada', password: 'ada pw' });
    expect((await tried(upgraded))[0]).toBe(true);
    expect(await passes('dir', 'ADA', 'ada pw')).toBe(true);
    expect(await passes('dir', 'ada', 'ada pw ')).toBe(false);
  });

  test.each([
    'ada)(uid=*',
    '*',
    'a*',
    'ada)(|(uid=*))',
    '\\2a',
    'ada\u0000',
    '(',
    ')',
    'ada,dc=example',
    '*)(objectClass=*',
  ])('takes the name %j for a name and nothing more', async (user) => {
    expect(await login(user, 'ada pw')).toEqual([false, expect.stringContaining('Nobody is named')]);
    const checked = await house.client.form('/validate/check', { user, realm: 'dir', pass: '1' });
    expect(told(checked)).toEqual([400, 904]);
  });

  test('finds a name that holds the letters of filters', async () => {
    expect((await login('o(dd)*', 'odd pw'))[0]).toBe(true);
    expect(await names(`realm=dir&username=${encodeURIComponent('o(dd)*')}`)).toEqual(['o(dd)*']);
  });

  test('leaves referrals alone', async () => {
    expect(await names('realm=dir&username=g*')).toEqual(['grace']);
    const referred = definition({ LDAPBASE: `ou=elsewhere,${base}` });
    expect(await tried(referred)).toEqual([false, expect.stringContaining('refers to another')]);
  });

  test.each([
    ['an authority that did not sign it', () => ({ TLS_CA: slapd.otherCa }), /certificate|self.signed|issuer|verify/],
    ['no authority', () => ({ TLS_CA: '' }), /certificate|self.signed|issuer|verify/],
    ['STARTTLS and the wrong authority', () => ({ ...starting(), TLS_CA: slapd.otherCa }), /certificate|issuer|verify/],
    ['a wrong password of the reader', () => ({ BINDPW: 'no' }), /BINDDN or BINDPW is wrong/],
    ['a base that is not there', () => ({ LDAPBASE: `ou=nowhere,${base}` }), /LDAPBASE is not there/],
    ['TLS where none is spoken', () => ({ LDAPURI: slapd.plainUrl.replace('ldap:', 'ldaps:') }), /./],
    ['nobody at the address', () => ({ LDAPURI: 'ldap://127.0.0.1:1' }), /ECONNREFUSED/],
  ])('says what is wrong with %s', async (_what, wrong, reason) => {
    expect(await tried(definition(wrong()))).toEqual([false, expect.stringMatching(reason)]);
  });
  const starting = () => ({ LDAPURI: slapd.plainUrl, START_TLS: 'true' });

  test('asks the next address when the first does not answer', async () => {
    const two = definition({ LDAPURI: `ldaps://127.0.0.1:1, ${slapd.tlsUrl}` });
    expect((await tried({ ...two, username: 'ada', password: 'ada pw' }))[0]).toBe(true);
  });

  test('keeps tokens with who has them, and says so of nobody else, while the directory is slow; holds up nobody', async () => {
    const { store } = house.server.installation;
    await house.give('LDAP1', { ownerId: (await store.people.find('dir', 'grace'))?.id ?? -1 });
    // Who asks for somebody of the office waits for no directory, however long others do.
    slapd.signal('SIGSTOP');
    let answered = 0;
    const waiting = Array.from({ length: 30 }, async (_, place) => {
      await house.client.form('/validate/check', { user: `held${place}`, realm: 'dir', pass: '1' });
      answered += 1;
    });
    const other = house.client.form('/validate/check', { user: 'nobody', realm: 'office', pass: '1' });
    expect(told(await other)).toEqual([400, 904]);
    expect(answered).toBe(0);
    slapd.signal('SIGCONT');
    await Promise.all(waiting);

    await admin.post('/resolver/dir', definition({ TIMEOUT: '2' }));
    slapd.signal('SIGSTOP');
    const unknown = house.client.form('/validate/check', { user: 'ada2', realm: 'dir', pass: '1' });
    const known = house.client.form('/validate/check', { user: 'grace', realm: 'dir', pass: '755224' });
    const crowdOfUnknown = Array.from({ length: 30 }, (_, place) =>
      house.client.form('/validate/check', { user: `new${place}`, realm: 'dir', pass: '1' }),
    );
    expect(told(await unknown)).toEqual([400, 907]);
    expect(told(await known)).toBe(true);
    await expect(passes('dir', 'grace', 'grace pw')).rejects.toThrow();
    for (const reply of await Promise.all(crowdOfUnknown)) expect(told(reply)).toEqual([400, 907]);
    expect(await names('realm=dir&username=grace')).toEqual(['grace']);
    slapd.signal('SIGCONT');
    await admin.post('/resolver/dir', definition());
    expect(await passes('dir', 'grace', 'grace pw')).toBe(true);
  }, 120_000);

  test('notices who left, and never gives their tokens to a namesake', async () => {
    const { store } = house.server.installation;
    const before = await store.people.find('dir', 'crowd0001');
    await slapd.change(async (client) => {
      const dn = `uid=crowd0001,${base}`;
      await client.del(dn);
      const person = { objectClass: 'inetOrgPerson', uid: 'crowd0001', cn: 'New One', givenName: 'New', sn: 'One' };
      await client.add(dn, { ...person, userPassword: 'crowd0001 pw' });
    });
    expect(await passes('dir', 'crowd0001', 'crowd0001 pw')).toBe(false);
    await admin.post('/resolver/dir', definition());
    await house.client.form('/validate/check', { user: 'crowd0001', realm: 'dir', pass: '1' });
    expect(await store.people.find('dir', 'crowd0001')).toMatchObject({ givenName: 'New' });
    expect((await store.people.find('dir', 'crowd0001'))?.id).not.toBe(before?.id);
    expect((await store.people.byId(before?.id ?? -1))?.givenName).not.toBe('New');
  });

  test('lets policies ask the directory: otppin=userstore, and passthru for who has no token', async () => {
    const { store } = house.server.installation;
    await house.give('LDAP2', { ownerId: (await store.people.find('dir', 'crowd0100'))?.id ?? -1 });
    const policy = (name: string, action: string, active: string) =>
      admin.post(`/policy/${name}`, { scope: 'authentication', realm: 'dir', action, active });
    const check = (user: string, pass: string) => admin.check({ user, realm: 'dir', pass });
    expect(await check('crowd0101', 'crowd0101 pw')).toBe(false);
    expect((await policy('store', 'otppin=userstore', 'true')).status).toBe(200);
    expect((await policy('through', 'passthru=userstore', 'true')).status).toBe(200);
    expect(await check('crowd0101', 'crowd0101 pw')).toBe(true);
    expect(await check('crowd0101', 'crowd0100 pw')).toBe(false);
    expect(await check('crowd0101', '')).toBe(false);
    expect(await check('crowd0100', 'crowd0100 pw')).toBe(false);
    expect(await check('crowd0100', '755224')).toBe(false);
    expect(await check('crowd0100', 'crowd0100 pw755224')).toBe(true);
    expect(await check('crowd0100', 'crowd0100 pw755224')).toBe(false);
    for (const name of ['store', 'through']) await admin.remove(`/policy/${name}`);
  });

  test('lets stations know the people of the directory, while it is down too', async () => {
    await slapd.stop();
    const station = await house.enrol();
    const { people } = (await station.request('GET', '/stations/self/snapshot')).json;
    expect(people.filter(({ realm }: { realm: string }) => realm === 'dir')).toHaveLength(crowd + 3);
    expect(told(await house.client.form('/validate/check', { user: 'ada9', realm: 'dir', pass: '1' }))).toEqual([
      400, 907,
    ]);
    expect((await admin.get('/token/?user=ada*&realm=dir')).json.result.value.count).toBe(0);
    await slapd.start();
    expect((await login('ada', 'ada pw'))[0]).toBe(true);
  });
});

function entries(): string {
  const root = `dn: ${base}\nobjectClass: dcObject\nobjectClass: organization\no: Example\ndc: example\n`;
  const reader = `dn: ${bindDn}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: ${bindPassword}\n`;
  const referral = `dn: ou=elsewhere,${base}\nobjectClass: referral\nobjectClass: extensibleObject\nou: elsewhere\nref: ldap://127.0.0.1:1/ou=elsewhere,${base}\n`;
  const named = [
    `${entry('ada', 'Ada', 'Lovelace')}mail: ada@example.org\nl: Hull\n`,
    entry('grace', 'Grace', 'Hopper'),
    entry('o(dd)*', 'Odd', 'Name').replace('o(dd)* pw', 'odd pw'),
  ];
  const others = Array.from({ length: crowd }, (_, place) => {
    const name = `crowd${String(place).padStart(4, '0')}`;
    return entry(name, 'C', name);
  });
  return [root, reader, referral, ...named, ...others].join('\n');
}

function entry(uid: string, givenName: string, sn: string): string {
  return `dn: uid=${uid},${base}\nobjectClass: inetOrgPerson\nuid: ${uid}\ncn: ${givenName} ${sn}\ngivenName: ${givenName}\nsn: ${sn}\nuserPassword: ${uid} pw\n`;
}
