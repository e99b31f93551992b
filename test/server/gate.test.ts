import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { makeYubicoOtp } from '../../domain/otp/yubico-otp.ts';
import type { Setting } from '../../domain/trust/groups.ts';
import { hashPin } from '../../server/check/pin.ts';
import { temporaryHash } from '../../server/gate/code-step.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

let house: House;
let time = new Date('2026-11-21T12:00:00Z');
const password = 'amara’s own password';
const username = 'amara.okafor';

beforeAll(async () => {
  house = await openHouse(() => time);
  const { store } = house.server.installation;
  const person = await store.ownPeople.find('office', username);
  if (person === undefined) throw new Error('the example people are there');
  await store.ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from(password)) });
});
afterAll(() => house.close());
beforeEach(async () => {
  const { store } = house.server.installation;
  await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
  await rawSql(store, 'DELETE FROM group_settings');
  await rawSql(store, 'DELETE FROM temporary_codes');
  await rawSql(store, 'DELETE FROM gate_sessions');
  await rawSql(store, 'DELETE FROM policies');
  await store.settings.set('contact', 'Ask Ida <ida@example.org>, room 3.');
  time = new Date(time.getTime() + 3_600_000);
});

const json = { 'content-type': 'application/json' };
const logIn = async (fields: Record<string, string> = {}) =>
  (
    await house.client.send('POST', '/login', {
      body: JSON.stringify({ username, password, ...fields }),
      headers: json,
    })
  ).json;
const answer = async (session: string, code: string) =>
  (await house.client.send('POST', '/login/code', { body: JSON.stringify({ session, code }), headers: json })).json;
const session = async () => (await logIn()).session as string;
const give = async (serial = 'HOTP1', more = {}) =>
  house.give(serial, { ownerId: await house.personId(username), ...more });
const requireToken = async (setting: Setting, group = 'everyone') => {
  const { store } = house.server.installation;
  await rawSql(store, `INSERT INTO group_settings VALUES ('${group}', 'require_token', '${setting}')`);
};
const lastAudit = async () => {
  const rows = await rawSql<{ action: string; subject: string; detail: string }>(
    house.server.installation.store,
    'SELECT action, subject, detail FROM audit ORDER BY position DESC LIMIT 1',
  );
  return rows[0];
};

describe('the gate after the password', () => {
  type Row = readonly [has: boolean, require: Setting | 'unset', right: boolean, next: string, contact: boolean];
  test.each<Row>([
    [true, 'allow', true, 'code', false],
    [true, 'unset', true, 'code', false],
    [false, 'allow', true, 'refused', true],
    [false, 'unset', true, 'done', false],
    [false, 'deny', true, 'done', false],
    [true, 'allow', false, 'refused', false],
    [false, 'allow', false, 'refused', false],
    [false, 'unset', false, 'refused', false],
  ])('with a token: %s, required: %s, password right: %s, says %s, contact %s', async (has, wanted, right, ...is) => {
    if (has) await give();
    if (wanted !== 'unset') await requireToken(wanted);
    const reply = await logIn(right ? {} : { password: 'wrong' });
    expect([reply.next, 'contact' in reply]).toEqual(is);
    expect(reply.message).not.toBe('');
  });

  test('lets any Deny except somebody from what a group allows', async () => {
    const { store } = house.server.installation;
    await requireToken('allow');
    const excepted = { id: 'excepted', name: 'Excepted', settings: { require_token: 'deny' }, within: [] } as const;
    await store.groups.put(excepted, time.toISOString());
    expect((await logIn()).next).toBe('refused');
    await store.groups.join('excepted', await house.personId(username), time.toISOString());
    expect((await logIn()).next).toBe('done');
    await store.groups.remove('excepted');
  });

  test.each(['passthru=userstore', 'passOnNoToken'])(
    'is not opened by %s where a token is required',
    async (action) => {
      await requireToken('allow');
      const { store } = house.server.installation;
      const { policyFromWire } = await import('../../domain/policy/policy-from-wire.ts');
      await store.policies.put(policyFromWire('open', { scope: 'authentication', action, active: true }).policy);
      expect((await logIn()).next).toBe('refused');
    },
  );

  test('says the same of a name that nobody has as of a wrong password', async () => {
    expect(await logIn({ username: 'nobody' })).toEqual(await logIn({ password: 'wrong' }));
    expect(await logIn({ password: '' })).toEqual(await logIn({ password: 'wrong' }));
  });

  test('has its own words about whom to ask where nothing was set', async () => {
    await requireToken('allow');
    await house.server.installation.store.settings.set('contact', ' \n ');
    expect((await logIn()).contact).toBe('Ask your system administrator about tokens.');
  });

  test('goes from the code to the password as soon as the token is withdrawn', async () => {
    await give();
    expect((await logIn()).next).toBe('code');
    await rawSql(house.server.installation.store, "UPDATE credentials SET owner_id = NULL WHERE serial = 'HOTP1'");
    expect((await logIn()).next).toBe('done');
  });

  test('lets nobody in by the password alone whose token was revoked', async () => {
    await give('HOTP1', { revoked: 1, locked: 1, active: 0 });
    expect((await logIn()).next).toBe('code');
    expect((await answer(await session(), hotp(rfcSeed, 0))).next).toBe('code');
  });
});

describe('the gate at the code', () => {
  test('lets somebody in with a code of the token, once', async () => {
    await give();
    const first = await session();
    expect(await answer(first, hotp(rfcSeed, 0))).toEqual({ next: 'done', message: 'You are signed in' });
    expect(await lastAudit()).toMatchObject({ action: 'gate/done', subject: `${username}@office` });
    expect((await answer(first, hotp(rfcSeed, 1))).next).toBe('refused');
    const again = await answer(await session(), hotp(rfcSeed, 0));
    expect([again.next, again.message]).toEqual([
      'code',
      'This code was used already. Wait for the next one, or touch the token again.',
    ]);
  });

  test('shows whom to ask after a wrong code and not before', async () => {
    await give();
    const first = await logIn();
    expect(first).not.toHaveProperty('contact');
    const reply = await answer(first.session, '000000');
    expect([reply.next, reply.contact]).toEqual(['code', 'Ask Ida <ida@example.org>, room 3.']);
  });

  test('looks at the digits only, and at no fewer than six of them', async () => {
    await give();
    const [code, next] = [hotp(rfcSeed, 0), hotp(rfcSeed, 1)];
    const first = await session();
    expect((await answer(first, '12345')).message).toMatch(/^A code has at least six digits/);
    expect((await answer(first, `${code.slice(0, 3)} ${code.slice(3)}`)).next).toBe('done');
    expect((await answer(await session(), next)).next).toBe('done');
  });

  test('asks for no PIN: the password was the first factor', async () => {
    await give('HOTP1', { pinHash: await hashPin(Buffer.from('1234')) });
    expect((await answer(await session(), hotp(rfcSeed, 0))).next).toBe('done');
  });

  test('takes a Yubico OTP', async () => {
    const key = Uint8Array.from({ length: 16 }, (_, place) => place);
    const publicId = 'vvccccccccbt';
    await house.give(
      'UBAM1',
      { type: 'yubikey', publicId, otpLength: 44, ownerId: await house.personId(username) },
      key,
    );
    const ticket = { privateId: '00'.repeat(6), useCounter: 1, timestamp: 1, session: 1, random: 1 };
    expect((await answer(await session(), publicId + makeYubicoOtp(key, ticket))).next).toBe('done');
  });

  test('ends after five wrong codes and after five minutes', async () => {
    await give();
    const first = await session();
    for (let tries = 0; tries < 5; tries += 1) expect((await answer(first, '000000')).next).toBe('code');
    expect((await answer(first, hotp(rfcSeed, 0))).next).toBe('refused');
    const second = await session();
    time = new Date(time.getTime() + 300_000);
    expect((await answer(second, hotp(rfcSeed, 0))).next).toBe('refused');
  });

  test('counts wrong codes of all sessions and spellings of the name, so that nobody guesses on', async () => {
    await give('HOTP1', { maxfail: 100 });
    const other = await session();
    for (const name of [username, `${username}@office`]) {
      const { session: held } = await logIn({ username: name });
      for (let tries = 0; tries < 5; tries += 1) expect((await answer(held, '000000')).next).toBe('code');
    }
    for (const name of [username, `${username}@office`]) {
      const body = JSON.stringify({ username: name, password });
      const turned = await house.client.send('POST', '/login', { body, headers: json });
      expect([turned.status, turned.headers['retry-after']]).toEqual([429, '900']);
      expect(turned.json).toEqual({ next: 'refused', message: expect.stringContaining('too many wrong tries') });
    }
    const code = await house.client.send('POST', '/login/code', {
      body: JSON.stringify({ session: other, code: '000000' }),
      headers: json,
    });
    expect([code.status, code.json.next, code.headers['retry-after']]).toEqual([429, 'refused', '900']);
  });

  test('locks the token after as many wrong codes as anywhere', async () => {
    await give('HOTP1', { maxfail: 3 });
    const first = await session();
    for (let tries = 0; tries < 3; tries += 1) await answer(first, '000000');
    expect((await answer(await session(), hotp(rfcSeed, 0))).next).toBe('code');
  });
});

describe('an address', () => {
  const from = async (fields: Record<string, string> = {}) =>
    (
      await house.client.send('POST', '/login', {
        body: JSON.stringify({ username, password, ...fields }),
        headers: json,
      })
    ).status;
  const mistype = async (times: number, secondsApart = 0) => {
    for (let tries = 0; tries < times; tries += 1) {
      expect(await from({ username: `somebody${tries}` })).toBe(200);
      time = new Date(time.getTime() + secondsApart * 1000);
    }
  };

  test('waits after fifty refusals in a row, each within 300 seconds of the last, for 300 seconds', async () => {
    await mistype(50, 300);
    time = new Date(time.getTime() - 300_000);
    expect(await from()).toBe(429);
    time = new Date(time.getTime() + 299_000);
    const turned = await house.client.send('POST', '/login', {
      body: JSON.stringify({ username, password }),
      headers: json,
    });
    expect([turned.status, turned.headers['retry-after']]).toEqual([429, '1']);
    time = new Date(time.getTime() + 1000);
    expect(await from()).toBe(200);
  });

  test.each([
    ['what is no JSON', '/login', "'{username: amara}'", json],
    ['JSON that is cut off', '/login', '{"username": "amara.okafor", "passw', json],
    ['a form that is said to be JSON', '/login', 'username=amara.okafor&password=x', json],
    ['a list', '/login', '["amara.okafor", "x"]', json],
    ['nothing', '/login', '', json],
    ['no password', '/login', '{"username": "amara.okafor"}', json],
    ['no name', '/login', '{"user": "amara.okafor", "password": "x"}', json],
    ['a form of other names', '/login', 'user=amara.okafor&pass=x', {}],
    ['no session', '/login/code', '{"code": "000000"}', json],
    ['a code that is no JSON', '/login/code', 'session', json],
  ])('is told what is wrong with %s, and has guessed nothing', async (_what, path, body, headers) => {
    const rowsOf = async () =>
      rawSql(house.server.installation.store, 'SELECT position FROM audit ORDER BY position DESC LIMIT 1');
    const before = await rowsOf();
    const reply = await house.client.send('POST', path, { headers, ...(body === '' ? {} : { body }) });
    expect(reply.status).toBe(400);
    expect(reply.json.result.error).toMatchObject({
      code: 905,
      message: expect.stringMatching(/JSON|Missing parameter: '(username|password|session)'/),
    });
    expect(await rowsOf()).toEqual(before);
  });

  test('counts wrong passwords and wrong codes together', async () => {
    await give('HOTP1', { maxfail: 100 });
    const held = await session();
    await mistype(46);
    for (let tries = 0; tries < 4; tries += 1) expect((await answer(held, '000000')).next).toBe('code');
    expect(await from()).toBe(429);
  });

  test('begins at nothing when somebody is let in', async () => {
    for (let day = 0; day < 3; day += 1) {
      await mistype(49);
      expect((await logIn()).next).toBe('done');
    }
  });

  test('is not let go by a password alone where a code is asked for', async () => {
    await give();
    await mistype(49);
    expect((await logIn()).next).toBe('code');
    await mistype(1);
    expect(await from()).toBe(429);
  });

  test('does not wait for refusals that came long after each other', async () => {
    await mistype(25);
    time = new Date(time.getTime() + 301_000);
    await mistype(25);
    expect(await from()).toBe(200);
  });
});

describe('a temporary code', () => {
  const put = async (name = username, begunAt = time) => {
    const { store, keys } = house.server.installation;
    const personId = await house.personId(name);
    await store.temporaryCodes.put({
      personId,
      hash: temporaryHash(keys.loginKey, personId, '01234567'),
      begunAt: begunAt.toISOString(),
      controller: 'ida',
      station: 'st',
      proof: 'known to me, in the room',
    });
  };

  test('stands in for the token once', async () => {
    await give();
    await put();
    expect((await answer(await session(), '0123 4567')).next).toBe('done');
    expect((await answer(await session(), '01234567')).next).toBe('code');
  });

  test('is of no use to somebody else', async () => {
    await give();
    await put('bjoern.aagaard');
    expect((await answer(await session(), '01234567')).next).toBe('code');
  });

  test.each([
    ['after 300 seconds', -300],
    ['from the future', 60],
  ])('is of no use %s', async (_, seconds) => {
    await give();
    await put(username, new Date(time.getTime() + seconds * 1000));
    expect((await answer(await session(), '01234567')).next).toBe('code');
  });
});

describe('the page', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html,*/*' };
  const send = (path: string, fields: Record<string, string>, language = 'en') =>
    house.client.send('POST', path, {
      body: new URLSearchParams(fields).toString(),
      headers: { ...form, 'accept-language': language },
    });

  test('needs no script and may load nothing but its own style', async () => {
    const { text, headers } = await house.client.send('GET', '/login', { headers: form });
    expect(text).not.toContain('<script');
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; form-action/,
    );
  });

  test('leads from the password over the code to the end', async () => {
    await give();
    const { text } = await send('/login', { username, password });
    expect(text).not.toContain(password);
    const held = /name="session" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const wrong = (await send('/login/code', { session: held, code: '000000' }, 'de-CH,de;q=0.9')).text;
    expect(wrong).toContain('Der Code ist falsch');
    expect(wrong).toContain('Ask Ida &lt;ida@example.org&gt;, room 3.');
    expect((await send('/login/code', { session: held, code: hotp(rfcSeed, 0) })).text).toContain('You are signed in');
  });

  test('writes what was typed as text, whatever it is', async () => {
    const { text } = await send('/login', { username: '"><script>alert(1)</script>', password: 'x' });
    expect(text).not.toContain('<script');
  });

  test('says so when there were too many wrong passwords, from anywhere', async () => {
    for (let tries = 0; tries < 10; tries += 1) await logIn({ username: 'guessed', password: `${tries}` });
    const { text, status } = await send('/login', { username: 'guessed', password: 'x' });
    expect([status, text.includes('too many wrong tries')]).toEqual([429, true]);
  });
});
