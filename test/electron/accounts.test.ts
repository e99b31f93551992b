import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccountTokenAct } from '../../domain/account.ts';
import { accountTokenState } from '../../domain/account.ts';
import { base32, fromBase32 } from '../../domain/otp/base32.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import { secretMark } from '../../domain/paper/letter.ts';
import { administration } from '../server/administration.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { rfcSeed } from '../server/test-station.ts';
import { bytes } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';

/* People and their tokens on a real server, through the desk's channels, as the screens ask. */
let house: House;
let at: HouseDesk;
let count = 0;
beforeAll(async () => {
  house = await openHouse();
  at = await houseDesk(house);
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
});
afterAll(async () => {
  await at?.desk.close();
  await house?.close();
});

let serial = '';
const amara = { realm: 'office', username: 'amara.okafor' };
const code = (counter: number) => hotp(rfcSeed, counter, 6, 'sha1');
const nothing = () => new Uint8Array();

/** A fresh token for each test; whose it is, if it is somebody's. */
async function newToken(owner?: string): Promise<string> {
  count += 1;
  const name = `OATH0000${String(count).padStart(4, '0')}`;
  await house.give(name, owner === undefined ? {} : { ownerId: await house.personId(owner), realms: ['office'] });
  return name;
}
const get = () => at.ask('account-tokens/get', { serial });
const change = (act: AccountTokenAct) => at.ask('account-tokens/change', { serial, act });
const stateOf = (token: Awaited<ReturnType<typeof get>>) => accountTokenState(token, new Date());

beforeEach(async () => {
  serial = await newToken('amara.okafor');
});

describe('an enrolment of more than one step', () => {
  const rootOf = () => administration(house);
  const enrol = (type: 'hotp' | 'totp') =>
    at.ask('account-tokens/enrol', {
      ...{ type, hash: 'sha1', digits: 6, stepSeconds: 30, description: '', language: 'en', owner: null },
      ...{ pin: nothing(), again: nothing() },
    });
  const seedOf = (key: Uint8Array) => Buffer.from(fromBase32(Buffer.from(key).toString()) ?? []);

  test('waits for its first code, is told so, and is finished by it', async () => {
    const root = await rootOf();
    await root.post('/policy/verified', { scope: 'enrollment', action: 'verify_enrollment=hotp' });
    const made = await enrol('hotp');
    await root.remove('/policy/verified');
    expect(made.waitsFor).toBe('code');
    serial = made.serial;
    expect(stateOf(await get())).toBe('waits for code');
    const finish = (typed: string) =>
      at.ask('account-tokens/finish', { serial, type: 'hotp', waitsFor: 'code', typed: bytes(typed) });
    expect(await failureOf(finish('000000'))).toMatchObject({
      code: 'administration/refused',
      context: { reason: 'wrong-first-code', said: expect.stringContaining('Verification') },
    });
    expect(stateOf(await finish(hotp(seedOf(made.key), 0, 6, 'sha1')))).toBe('active');
  });

  test.each([
    ['in hexadecimal', (part: Buffer) => part.toString('hex')],
    [
      'as privacyIDEA’s apps show it',
      (part: Buffer) => {
        const sum = createHash('sha1').update(part).digest().subarray(0, 4);
        return base32(Buffer.concat([sum, part])).replace(/(.{4})/g, '$1 ');
      },
    ],
  ])('waits for the app’s part, and takes it %s', async (_, shown) => {
    const root = await rootOf();
    await root.post('/policy/steps', { scope: 'admin', action: '*, hotp_2step=force' });
    const made = await enrol('hotp');
    expect(made.waitsFor).toBe('part');
    serial = made.serial;
    expect(stateOf(await get())).toBe('waits for part');
    const typed = bytes(shown(Buffer.from('0102030405060708', 'hex')));
    const token = await at.ask('account-tokens/finish', { serial, type: 'hotp', waitsFor: 'part', typed });
    await root.remove('/policy/steps');
    expect(stateOf(token)).toBe('active');
  });
});

describe('finding people', () => {
  test('finds by any part of any name, every word wanted', async () => {
    const { rows } = await at.ask('accounts/search', { query: 'okaf AMA', page: 1 });
    expect(rows).toMatchObject([{ ...amara, givenName: 'Amara', surname: 'Okafor' }]);
    expect((await at.ask('accounts/search', { query: 'okafor nobody', page: 1 })).rows).toEqual([]);
  });

  test('gives a page, and the rest by the next one', async () => {
    const { people } = house.server.installation.store;
    expect((await people.realms()).length).toBeGreaterThan(0);
    const first = await at.ask('accounts/search', { query: '', page: 1 });
    expect(first.rows.length).toBeGreaterThan(3);
    expect(first.rows.length).toBeLessThanOrEqual(50);
  });

  test('shows one person with all tokens', async () => {
    const { account, tokens } = await at.ask('accounts/get', amara);
    expect(account).toMatchObject(amara);
    expect(tokens.map((token) => token.serial)).toContain(serial);
  });

  test('says that somebody is not there', async () => {
    const failure = await failureOf(at.ask('accounts/get', { realm: 'office', username: 'nobody' }));
    expect(failure.code).toBe('administration/not-there');
  });
});

describe('finding tokens', () => {
  test('finds by a part of the serial, those in stock too', async () => {
    const free = await newToken();
    const search = { query: free.slice(-4), by: 'serial', page: 1 } as const;
    for (const [whose, found] of [
      ['all', [free]],
      ['nobody', [free]],
      ['somebody', []],
    ] as const) {
      const { rows } = await at.ask('account-tokens/search', { ...search, whose });
      expect(
        rows.map((row) => row.serial),
        whose,
      ).toEqual(found);
    }
  });

  test('finds by description and by owner', async () => {
    await at.ask('account-tokens/describe', { serial, description: 'spare of the front desk' });
    const search = { whose: 'all', page: 1 } as const;
    const byText = await at.ask('account-tokens/search', { ...search, query: 'front', by: 'description' });
    expect(byText.rows.map((row) => row.serial)).toEqual([serial]);
    const byOwner = await at.ask('account-tokens/search', { ...search, query: 'amara.oka', by: 'owner' });
    expect(byOwner.rows.every((row) => row.owner?.username === 'amara.okafor')).toBe(true);
    expect(byOwner.rows.length).toBeGreaterThan(0);
  });

  test('tells whose a found token is by one of its codes, and uses nothing up', async () => {
    for (const { serial: other } of (await at.ask('accounts/get', amara)).tokens) {
      if (other !== serial) await at.ask('account-tokens/change', { serial: other, act: 'delete' });
    }
    const others = await at.ask('account-tokens/search', { query: '', by: 'serial', whose: 'nobody', page: 1 });
    for (const { serial: other } of others.rows) {
      await at.ask('account-tokens/change', { serial: other, act: 'delete' });
    }
    const before = await get();
    expect(await at.ask('account-tokens/find', { code: code(3) })).toEqual({ serial });
    expect(await get()).toEqual(before);
    expect(await at.ask('account-tokens/find', { code: '000000' })).toEqual({ serial: null });
  });
});

describe('acts', () => {
  test('enables and disables, and answers the token as the server has it then', async () => {
    expect(stateOf(await get())).toBe('active');
    const disabled = await change('disable');
    expect(disabled !== null && stateOf(disabled)).toBe('disabled');
    const enabled = await change('enable');
    expect(enabled !== null && stateOf(enabled)).toBe('active');
  });

  test('resets what wrong codes had locked', async () => {
    const { check } = await administration(house);
    for (let wrong = 0; wrong < 10; wrong += 1) await check({ serial, pass: '000000' });
    expect(stateOf(await get())).toBe('locked');
    const now = await change('reset');
    expect(now).toMatchObject({ failures: 0 });
    expect(now !== null && stateOf(now)).toBe('active');
  });

  test('unassigns into stock and assigns again, with a PIN', async () => {
    expect(await change('unassign')).toMatchObject({ owner: null });
    const pin = bytes('tulip-47');
    const assigned = await at.ask('account-tokens/assign', { serial, ...amara, pin, again: bytes('tulip-47') });
    expect(assigned.owner).toMatchObject(amara);
    expect([...pin].every((byte) => byte === 0)).toBe(true);
    const { check } = await administration(house);
    expect(await check({ serial, pass: `tulip-47${code(0)}` })).toBe(true);
  });

  test('sets an end, past it lets nobody in, and takes it away again', async () => {
    const past = await at.ask('account-tokens/set-end', { serial, until: '2020-01-31T23:59:00.000Z' });
    expect([past.validUntil, stateOf(past)]).toEqual(['2020-01-31T23:59:00.000Z', 'expired']);
    const { check } = await administration(house);
    expect(await check({ serial, pass: code(0) })).toBe(false);
    const open = await at.ask('account-tokens/set-end', { serial, until: null });
    expect([open.validUntil, stateOf(open)]).toEqual([null, 'active']);
    expect(await check({ serial, pass: code(1) })).toBe(true);
  });

  test('sets a start and windows, one without the other, and takes the start away again', async () => {
    const later = await at.ask('account-tokens/set', { serial, from: '2090-01-31T00:00:00.000Z', countWindow: 2 });
    expect([later.validFrom, stateOf(later)]).toEqual(['2090-01-31T00:00:00.000Z', 'not yet valid']);
    expect([later.countWindow, later.syncWindow]).toEqual([2, 1000]);
    const { check } = await administration(house);
    expect(await check({ serial, pass: code(0) })).toBe(false);
    const open = await at.ask('account-tokens/set', { serial, from: null, syncWindow: 50 });
    expect([open.validFrom, open.countWindow, open.syncWindow, stateOf(open)]).toEqual([null, 2, 50, 'active']);
    expect(await check({ serial, pass: code(5) })).toBe(false);
    expect(await check({ serial, pass: code(2) })).toBe(true);
    expect((await at.ask('account-tokens/resync', { serial, first: code(90), second: code(91) })).found).toBe(false);
    await expect(at.ask('account-tokens/set', { serial, countWindow: 0 })).rejects.toThrow();
  });

  test('puts a token into realms; the one of its owner stays', async () => {
    await house.server.installation.store.people.ensureRealm('lab');
    const both = await at.ask('account-tokens/set-realms', { serial, realms: ['lab'] });
    expect([...both.realms].sort()).toEqual(['lab', 'office']);
    expect((await at.ask('account-tokens/set-realms', { serial, realms: [] })).realms).toEqual(['office']);
    const nowhere = at.ask('account-tokens/set-realms', { serial, realms: ['nowhere'] });
    expect((await failureOf(nowhere)).code).toMatch(/^administration\//);
  });

  test('refuses a token that is somebody else’s, in the server’s words', async () => {
    const refused = at.ask('account-tokens/assign', {
      ...{ serial, realm: 'office', username: 'u.thant', pin: nothing(), again: nothing() },
    });
    const failure = await failureOf(refused);
    expect(failure.code).toBe('administration/refused');
    expect(failure.context).toMatchObject({
      said: expect.stringContaining('already assigned'),
      ...{ reason: 'already-assigned', name: 'amara.okafor' },
    });
  });

  test('finds a token again by two codes in a row, and changes nothing for others', async () => {
    const missed = await at.ask('account-tokens/resync', { serial, first: code(40), second: code(42) });
    expect(missed).toMatchObject({ found: false, token: { counter: 0 } });
    const found = await at.ask('account-tokens/resync', { serial, first: code(40), second: ` ${code(41)} ` });
    expect(found).toMatchObject({ found: true, token: { counter: 42 } });
  });

  test('takes a PIN that is typed twice alike and long enough', async () => {
    for (const [pin, again, reason] of [
      ['123', '123', 'short'],
      ['1234', '1235', 'differ'],
    ] as const) {
      const failure = await failureOf(
        at.ask('account-tokens/set-pin', { serial, pin: bytes(pin), again: bytes(again) }),
      );
      expect(failure).toMatchObject({ code: 'administration/secret', context: { reason } });
    }
    await at.ask('account-tokens/set-pin', { serial, pin: bytes('grün=&+ 1'), again: bytes('grün=&+ 1') });
    const { check } = await administration(house);
    expect(await check({ serial, pass: `grün=&+ 1${code(0)}` })).toBe(true);
  });

  test('draws a PIN only where a policy allows it, and tells it', async () => {
    const refused = await failureOf(at.ask('account-tokens/random-pin', { serial, language: 'en' }));
    expect(refused.context.said).toContain('otp_pin_set_random');
    const { post } = await administration(house);
    const action = 'otp_pin_set_random=8, setrandompin, tokenlist, userlist, policywrite, policydelete';
    await post('/policy/pins', { scope: 'admin', action });
    try {
      const { pin } = await at.ask('account-tokens/random-pin', { serial, language: 'en' });
      expect(pin).toHaveLength(8);
      const { check } = await administration(house);
      expect(await check({ serial, pass: `${Buffer.from(pin).toString()}${code(0)}` })).toBe(true);
    } finally {
      await (await administration(house)).remove('/policy/pins');
    }
  });

  test('replaces a lost token by a password that logs in behind the old PIN', async () => {
    await at.ask('account-tokens/set-pin', { serial, pin: bytes('tulip-47'), again: bytes('tulip-47') });
    const lost = await at.ask('account-tokens/lose', { serial, language: 'de' });
    expect(lost).toMatchObject({ standIn: `lost${serial}` });
    expect(stateOf(lost.token)).toBe('lost');
    expect(new Date(lost.validUntil ?? '').getTime()).toBeGreaterThan(Date.now());
    const { check } = await administration(house);
    expect(await check({ user: 'amara.okafor', realm: 'office', pass: `tulip-47${Buffer.from(lost.password)}` })).toBe(
      true,
    );
  });

  test('brings the letter in every language without its secret, which comes as bytes beside it', async () => {
    const lost = await at.ask('account-tokens/lose', { serial, language: 'de' });
    const password = Buffer.from(lost.password).toString();
    expect(lost.letter?.recipient).toContain('Amara Okafor');
    expect(lost.letter?.texts.en.subject).toBe('A password in place of your token');
    expect(lost.letter?.texts.de.text).toContain(`\n\n${secretMark}\n\n`);
    expect(JSON.stringify(lost.letter)).not.toContain(password);
  });

  test('revokes for good', async () => {
    const revoked = await change('revoke');
    expect(revoked !== null && stateOf(revoked)).toBe('revoked');
    expect((await failureOf(change('enable'))).code).toBe('administration/refused');
  });

  test('deletes out of every list', async () => {
    expect(await change('delete')).toBeNull();
    expect((await failureOf(get())).code).toBe('administration/not-there');
  });

  test.each(['hotp', 'totp'] as const)('enrols %s and tells its key once, as a picture and as text', async (type) => {
    const made = await at.ask('account-tokens/enrol', {
      ...{ type, hash: 'sha256', digits: 8, stepSeconds: 30, description: 'phone', language: 'en', owner: amara },
      ...{ pin: nothing(), again: nothing() },
    });
    expect([...made.picture.slice(1, 4)]).toEqual([...Buffer.from('PNG')]);
    expect(Buffer.from(made.key).toString()).toMatch(/^[A-Z2-7]{20,}=*$/);
    expect(made.pin).toBeNull();
    const token = await at.ask('account-tokens/get', { serial: made.serial });
    expect(token).toMatchObject({ type, digits: 8, description: 'phone', owner: amara });
    expect(JSON.stringify(token)).not.toContain(Buffer.from(made.key).toString());
  });

  test('says which right is missing, and which policy forbids', async () => {
    const { limitTo } = await administration(house);
    const { rights } = (await house.server.installation.store.admins.find('root')) ?? { rights: [] };
    await limitTo(['tokenlist', 'userlist']);
    try {
      expect(await failureOf(change('disable'))).toEqual({
        code: 'administration/no-right',
        context: { right: 'disable' },
      });
    } finally {
      await limitTo(rights);
    }
    const { post, remove } = await administration(house);
    await post('/policy/few', { scope: 'enrollment', action: 'max_token_per_user=0' });
    try {
      serial = await newToken();
      const refused = await failureOf(
        at.ask('account-tokens/assign', { serial, ...amara, pin: nothing(), again: nothing() }),
      );
      expect(refused.code).toBe('administration/refused');
      expect(refused.context.said).toContain('number of tokens');
      expect(refused.context).toMatchObject({ reason: 'token-limit', policies: 'few' });
    } finally {
      await remove('/policy/few');
    }
  });
});
