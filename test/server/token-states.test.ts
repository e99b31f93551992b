import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeskAct } from '../../domain/act.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import { type CredentialSerial, credentialSerial, type TokenSerial } from '../../domain/token.ts';
import { type Administration, administration } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rfcSeed, sealTo, type TestStation } from './test-station.ts';

/*
 * The table of token states, row by row: how a token comes into each state, whether its codes let
 * anybody in, and what a desk or an administrator may do with it then.
 */
let house: House;
let admin: Administration;
let desk: TestStation;
let next = 70_000_000;
beforeAll(async () => {
  house = await openHouse(() => new Date('2026-11-21T12:00:00Z'));
  admin = await administration(house);
  desk = await house.enrol('Zürich');
  for (const office of ['zurich', 'bern']) await admin.post(`/trust/offices/${office}`, { name: office });
});
afterAll(() => house.close());

const amara = { realm: 'office', username: 'amara.okafor', userId: '1001' };
const credential = (serial: TokenSerial) => credentialSerial(serial, 1, 'hotp');
const newSerial = () => {
  next += 1;
  return `${next}` as TokenSerial;
};

const say = async (signed: Awaited<ReturnType<TestStation['issue']>>): Promise<number | string> => {
  const reply = await desk.put(signed);
  desk.follow(signed);
  return reply.status === 200 ? 200 : (reply.json.conflict?.kind ?? reply.status);
};
const act = (doing: DeskAct) => say(desk.sign({ ...desk.base(), kind: 'act', act: doing, reason: '' }));
const issue = async (token: TokenSerial) => say(await desk.issue({ serial: token }));
const received = (token: TokenSerial) =>
  act({ what: 'received', office: 'zurich', order: '', tokens: [{ serial: token, model: 'YubiKey 5' }] });
/** Whether it went, by its outcome in the shipment. */
const ship = async (token: TokenSerial) => {
  const shipment = randomBytes(16).toString('hex');
  await act({ what: 'sent', shipment, from: 'zurich', to: 'bern', tokens: [token] });
  return (await house.server.installation.store.shipments.tokens(shipment))[0]?.outcome === 'on its way';
};
const reprogram = async (token: TokenSerial) => {
  const issuance = randomBytes(16).toString('hex');
  const place = { station: desk.id, issuance, token, slot: 1 };
  return act({
    what: 'reprogrammed',
    token,
    office: 'zurich',
    credential: {
      issuance,
      serial: credential(token) as CredentialSerial,
      type: 'hotp',
      slot: 1,
      digits: 6,
      counter: 0,
      publicId: '',
      seed: await sealTo(desk.enrolment, rfcSeed, 'seed', place),
    },
  });
};
const lets = async (token: TokenSerial, counter = 0): Promise<boolean | number> => {
  const fields = { serial: credential(token), pass: hotp(rfcSeed, counter) };
  const { json } = await house.client.form('/validate/check', fields);
  return json.result.error === undefined ? json.result.value === true : json.result.error.code;
};
const wire = async (path: string, token: TokenSerial, more = {}) => {
  const { json } = await admin.post(path, { serial: credential(token), ...more });
  return json.result.error?.code ?? 'done';
};
const stateOf = async (token: TokenSerial) => (await house.server.installation.store.tokens.find(token))?.state;

type Way = (token: TokenSerial) => Promise<unknown>;
/** How a token comes to each state. */
const ways: Readonly<Record<string, Way>> = {
  blank: received,
  'in stock': async (token) => {
    await received(token);
    await reprogram(token);
  },
  'in transit': async (token) => {
    await received(token);
    await reprogram(token);
    await ship(token);
  },
  issued: issue,
  lost: async (token) => {
    await issue(token);
    await act({ what: 'reported lost', holder: amara, token, note: '' });
  },
  revoked: async (token) => {
    await issue(token);
    await wire('/token/revoke', token);
  },
  returned: async (token) => {
    await issue(token);
    await act({ what: 'withdrawn', holder: amara, token, reason: 'leaves', inHand: true });
  },
  scrapped: async (token) => {
    await received(token);
    await act({ what: 'scrapped', token, office: 'zurich', note: '' });
  },
};

describe('what a desk may do with a token', () => {
  type Row = readonly [
    state: string,
    lets: boolean | number,
    issue: 200 | string,
    ship: boolean,
    reprogram: 200 | string,
  ];
  test.each<Row>([
    ['blank', 601, 200, true, 200],
    ['in stock', true, 200, true, 200],
    ['in transit', false, 'in transit', false, 'in transit'],
    ['issued', true, 200, false, 'issued to another'],
    ['lost', 1007, 'reported lost', false, 'reported lost'],
    ['revoked', 1007, 'revoked', false, 200],
    ['returned', 601, 200, false, 200],
    ['scrapped', 601, 'scrapped', false, 'scrapped'],
  ])(
    '%s: its code gives %s, issuing it %s, shipping it %s, writing it anew %s',
    async (state, code, issues, ships, anew) => {
      const fresh = async () => {
        const token = newSerial();
        await ways[state]?.(token);
        return token;
      };
      expect([
        await lets(await fresh()),
        await issue(await fresh()),
        await ship(await fresh()),
        await reprogram(await fresh()),
      ]).toEqual([code, issues, ships, anew]);
    },
  );
});

describe('what an administrator may do with an issued token', () => {
  const issued = async () => {
    const token = newSerial();
    await issue(token);
    return token;
  };

  test('disabled: no log-in; "enable when found", withdraw', async () => {
    const token = await issued();
    await wire('/token/disable', token);
    expect(await lets(token)).toBe(false);
    await wire('/token/enable', token);
    expect(await lets(token, 1)).toBe(true);
    await wire('/token/disable', token);
    expect(await act({ what: 'withdrawn', holder: amara, token, reason: 'leaves', inHand: true })).toBe(200);
    expect(await stateOf(token)).toBe('returned');
  });

  test('locked by failures: no log-in until "reset failcount"', async () => {
    const token = await issued();
    await wire('/token/set', token, { max_failcount: '3' });
    for (let tries = 0; tries < 3; tries += 1) {
      await house.client.form('/validate/check', { serial: credential(token), pass: '000000' });
    }
    expect(await lets(token)).toBe(false);
    await wire('/token/reset', token);
    expect(await lets(token, 1)).toBe(true);
  });

  test('expired: no log-in until it is extended', async () => {
    const token = await issued();
    await wire('/token/set', token, { validity_period_end: '2026-11-20T12:00+0000' });
    expect(await lets(token)).toBe(false);
    await wire('/token/set', token, { validity_period_end: '2027-11-20T12:00+0000' });
    expect(await lets(token, 1)).toBe(true);
  });

  test('pending verify: not usable for login', async () => {
    const serial = newSerial();
    await house.give(credential(serial), { ownerId: await house.personId('amara.okafor'), rolloutState: 'verify' });
    expect(await lets(serial)).toBe(false);
  });

  test('revoked: "final for the credential; hardware may be reprogrammed under a NEW credential record"', async () => {
    const token = await issued();
    await wire('/token/revoke', token);
    expect(await wire('/token/enable', token)).toBe(1007);
    expect(await wire('/token/reset', token)).toBe(1007);
    expect(await act({ what: 'returned', token, office: 'zurich', proven: true })).toBe(200);
    const { store } = house.server.installation;
    expect(await store.credentials.bySerial(credential(token))).toBeUndefined();
    expect(await reprogram(token)).toBe(200);
    expect(await store.credentials.bySerial(credential(token))).toMatchObject({ ownerId: null, revoked: 0, active: 1 });
    expect(await lets(token)).toBe(true);
  });

  test('unassigned: the key stays, the PIN is cleared and the failures are forgotten', async () => {
    const token = await issued();
    await wire('/token/setpin', token, { otppin: '1234' });
    await wire('/token/unassign', token);
    expect(await house.server.installation.store.credentials.bySerial(credential(token))).toMatchObject({
      ownerId: null,
      pinHash: null,
      failcount: 0,
    });
    expect(await lets(token)).toBe(true);
  });

  test('in transit: "receive only": it can be issued once the destination has it', async () => {
    const token = newSerial();
    await received(token);
    const shipment = randomBytes(16).toString('hex');
    await act({ what: 'sent', shipment, from: 'zurich', to: 'bern', tokens: [token] });
    await act({ what: 'arrived', shipment, office: 'bern', tokens: [token] });
    expect(await issue(token)).toBe(200);
  });

  test('scrapped: nothing brings it back', async () => {
    const token = newSerial();
    await ways.scrapped?.(token);
    expect(await act({ what: 'returned', token, office: 'zurich', proven: true })).toBe('scrapped');
    await received(token);
    expect(await stateOf(token)).toBe('scrapped');
  });
});
