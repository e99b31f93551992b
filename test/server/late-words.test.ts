import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeskAct } from '../../domain/act.ts';
import { largestCount } from '../../domain/stock/draft.ts';
import { type CredentialSerial, credentialSerial, type TokenSerial } from '../../domain/token.ts';
import { type Administration, administration } from './administration.ts';
import { brokenLinkOf } from './audit-chain.ts';
import { type House, openHouse } from './house.ts';
import { rfcSeed, sealTo, type TestStation } from './test-station.ts';

let house: House;
let admin: Administration;
let zurich: TestStation;
let bern: TestStation;
let next = 52_000_000;
let clockMs = Date.parse('2026-11-21T12:00:00Z');
const ines = 'ines.garcia@office';
const jan = 'jan.vandenberg@office';
const amara = { realm: 'office', username: 'amara.okafor', userId: '1001' };
const hana = { username: 'hana.novakova', userId: '1008' };

beforeAll(async () => {
  house = await openHouse(() => {
    clockMs += 1000;
    return new Date(clockMs);
  });
  admin = await administration(house);
  zurich = await house.enrol('Zürich');
  bern = await house.enrol('Bern');
  await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust,handle_stock' });
  for (const [office, user] of [
    ['zurich', ines],
    ['bern', jan],
  ] as const) {
    await admin.post(`/trust/offices/${office}`, { name: office });
    await admin.post('/trust/groups/controllers/members', { user });
    await admin.post(`/trust/offices/${office}/controllers`, { user });
  }
});
afterAll(async () => {
  expect(await brokenLinkOf(house.server.installation.store)).toBeUndefined();
  await house.close();
});

const store = () => house.server.installation.store;
const serialNumber = () => {
  next += 1;
  return `${next}` as TokenSerial;
};
type Signed = Parameters<TestStation['put']>[0];
const send = async (station: TestStation, signed: Signed) => {
  const reply = await station.put(signed);
  station.follow(signed);
  return reply.json.conflict?.kind ?? reply.json.reason ?? reply.status;
};
/** The desk's clock is right unless something else is said. */
const signed = (station: TestStation, act: DeskAct, recordedAt = new Date(clockMs).toISOString(), offMinutes = 0) =>
  station.sign({
    ...station.base(),
    recordedAt,
    controller: station === zurich ? ines : jan,
    kind: 'act',
    act,
    reason: '',
    ...(offMinutes === 0 ? {} : { desk: { offMinutes, heardAt: recordedAt, snapshot: '' } }),
  });
const act = (station: TestStation, doing: DeskAct) => send(station, signed(station, doing));
const issued = async (
  station: TestStation,
  serial: string,
  wish = {},
  recordedAt = new Date(clockMs).toISOString(),
) => {
  const { record } = await station.issue({ serial, controller: station === zurich ? ines : jan, ...wish });
  return station.sign({ ...record, recordedAt });
};
const issue = async (station: TestStation, serial: string, wish = {}) =>
  send(station, await issued(station, serial, wish));
const returned = (token: TokenSerial, office: string): DeskAct => ({ what: 'returned', token, office, proven: true });
const withdrawn = (token: TokenSerial, more = {}): DeskAct => ({
  what: 'withdrawn',
  holder: amara,
  token,
  reason: 'faulty',
  inHand: true,
  ...more,
});
const state = async (serial: string) => (await store().tokens.find(serial))?.state;
/** Who has the token, by the credentials that can be used. */
const owners = async (serial: string) => {
  const ids = (await store().credentials.onToken(serial)).flatMap(({ ownerId, revoked }) =>
    revoked === 0 && ownerId !== null ? [ownerId] : [],
  );
  return Promise.all(ids.map(async (id) => (await store().people.byId(id))?.username));
};

describe('a withdrawal that waits for its replacement', () => {
  /** A token of somebody's, and its replacement by a controller whose right ended; the withdrawal waits for that. */
  const replaced = async () => {
    const [old, fresh] = [serialNumber(), serialNumber()];
    expect(await issue(zurich, old)).toBe(200);
    const replacement = await issued(zurich, fresh, { controller: 'nobody@office' });
    expect(await send(zurich, replacement)).toBe('right ended');
    const { id } = replacement.record;
    const withdrawal = signed(zurich, withdrawn(old, { reason: 'replaced', replacedBy: id }));
    expect(await send(zurich, withdrawal)).toBe('replacement disputed');
    return { old, fresh, id, withdrawal: withdrawal.record.id };
  };

  test('ends nothing of whoever got the token since, when the replacement is confirmed at last', async () => {
    const { old, fresh, id, withdrawal } = await replaced();
    expect(await act(bern, returned(old, 'bern'))).toBe(200);
    expect(await issue(bern, old, hana)).toBe(200);
    expect((await admin.post(`/trust/conflicts/${id}`, { choice: 'confirm' })).status).toBe(200);
    expect(await owners(fresh)).toEqual(['amara.okafor']);
    expect(await owners(old)).toEqual(['hana.novakova']);
    expect(await state(old)).toBe('issued');
    expect(await store().conflicts.find(withdrawal)).toMatchObject({ choice: 'leave' });
  });

  test('is taken with the replacement when nothing came in between, also of somebody whose right ended', async () => {
    const [old, fresh] = [serialNumber(), serialNumber()];
    await issue(zurich, old);
    const replacement = await issued(zurich, fresh, { controller: 'nobody@office' });
    expect(await send(zurich, replacement)).toBe('right ended');
    const { id } = replacement.record;
    const withdrawal = signed(zurich, withdrawn(old, { reason: 'replaced', replacedBy: id }));
    const same = zurich.sign({ ...withdrawal.record, controller: 'nobody@office' });
    expect(await send(zurich, same)).toBe('replacement disputed');
    expect((await admin.post(`/trust/conflicts/${id}`, { choice: 'confirm' })).status).toBe(200);
    expect([await owners(old), await owners(fresh)]).toEqual([[], ['amara.okafor']]);
    expect(await store().conflicts.find(same.record.id)).toMatchObject({ choice: 'confirm' });
  });
});

describe('a token that is taken back by a desk that was offline', () => {
  test('stays with whoever got it since, and the late word is stated', async () => {
    const serial = serialNumber();
    await issue(zurich, serial);
    const late = signed(zurich, returned(serial, 'zurich'));
    expect(await act(bern, returned(serial, 'bern'))).toBe(200);
    expect(await issue(bern, serial, hana)).toBe(200);
    expect(await send(zurich, late)).toBe('issued to another');
    expect([await owners(serial), await state(serial)]).toEqual([['hana.novakova'], 'issued']);
    expect(await store().conflicts.find(late.record.id)).toMatchObject({
      otherStation: bern.id,
      facts: { user: 'hana.novakova@office', station: 'Bern' },
    });
  });

  test('stays with the same person who got it once more since', async () => {
    const serial = serialNumber();
    await issue(zurich, serial);
    const late = signed(zurich, withdrawn(serial));
    await act(bern, returned(serial, 'bern'));
    expect(await issue(bern, serial)).toBe(200);
    expect(await send(zurich, late)).toBe('issued to another');
    expect([await owners(serial), await state(serial)]).toEqual([['amara.okafor'], 'issued']);
  });

  test('stays with whom an administrator gave it to since', async () => {
    const serial = serialNumber();
    await issue(zurich, serial);
    const late = signed(zurich, returned(serial, 'zurich'));
    const [credential] = await store().credentials.onToken(serial);
    await admin.post('/token/unassign', { serial: `${credential?.serial}` });
    await admin.post('/token/assign', { serial: `${credential?.serial}`, user: 'hana.novakova', realm: 'office' });
    expect(await send(zurich, late)).toBe('issued to another');
    expect(await owners(serial)).toEqual(['hana.novakova']);
  });

  test('is taken back when it was issued before, however late both are told and in whatever order', async () => {
    const serial = serialNumber();
    const issuedThere = await issued(zurich, serial);
    clockMs += 60_000;
    const back = signed(bern, returned(serial, 'bern'));
    clockMs += 60_000;
    expect(await send(zurich, issuedThere)).toBe(200);
    expect(await send(bern, back)).toBe(200);
    expect([await owners(serial), await state(serial)]).toEqual([[], 'returned']);
  });

  test('is taken back by the desk that issued it, whatever its clock says', async () => {
    const serial = serialNumber();
    await issue(zurich, serial);
    const early = signed(zurich, returned(serial, 'zurich'), '2026-01-01T00:00:00.000Z');
    expect(await send(zurich, early)).toBe(200);
    expect(await owners(serial)).toEqual([]);
  });

  test.each([
    ['ahead', 600],
    ['behind', -600],
  ])('is judged by the server’s time when the desk knows that its clock is %s', async (_word, offMinutes) => {
    const [before, after] = [serialNumber(), serialNumber()];
    const off = () => new Date(clockMs + offMinutes * 60_000).toISOString();
    await issue(zurich, before);
    clockMs += 60_000;
    const late = signed(bern, returned(after, 'bern'), off(), offMinutes);
    clockMs += 60_000;
    expect(await issue(zurich, after)).toBe(200);
    expect(await send(bern, late)).toBe('issued to another');
    const good = signed(bern, returned(before, 'bern'), off(), offMinutes);
    expect(await send(bern, good)).toBe(200);
    expect([await owners(before), await owners(after)]).toEqual([[], ['amara.okafor']]);
  });
});

describe('a token of a box that somebody had in hand since it was sent', () => {
  const box = () => randomBytes(16).toString('hex');
  /** Two tokens on their way from Zürich to Bern. */
  const sent = async () => {
    const tokens = [serialNumber(), serialNumber()] as const;
    const shipment = box();
    const models = tokens.map((serial) => ({ serial, model: 'YubiKey 5' }));
    expect(await act(zurich, { what: 'received', office: 'zurich', order: '', tokens: models })).toBe(200);
    expect(await act(zurich, { what: 'sent', shipment, from: 'zurich', to: 'bern', tokens: [...tokens] })).toBe(200);
    return { token: tokens[0], other: tokens[1], shipment };
  };
  const outcomes = async (shipment: string) =>
    Object.fromEntries((await store().shipments.tokens(shipment)).map(({ token, outcome }) => [token, outcome]));

  test('is not lost with the box: who got it keeps it', async () => {
    const { token, other, shipment } = await sent();
    expect(await act(zurich, returned(token, 'zurich'))).toBe(200);
    expect(await issue(zurich, token)).toBe(200);
    expect(await act(bern, { what: 'arrived', shipment, office: 'bern', tokens: [other], lost: [token] })).toBe(200);
    expect([await state(token), await owners(token)]).toEqual(['issued', ['amara.okafor']]);
    expect(await outcomes(shipment)).toEqual({ [token]: 'elsewhere', [other]: 'arrived' });
  });

  test.each(['returned', 'withdrawn', 'scrapped'] as const)('is on its way no more once it is %s', async (what) => {
    const { token, other, shipment } = await sent();
    const doing = {
      returned: returned(token, 'zurich'),
      withdrawn: withdrawn(token),
      scrapped: { what: 'scrapped', token, office: 'zurich', note: '' },
    } as const;
    expect(await act(zurich, doing[what])).toBe(200);
    expect(await store().shipments.carrying(token)).toBeUndefined();
    expect(await store().shipments.carrying(other)).toBe(shipment);
    expect(await act(bern, { what: 'arrived', shipment, office: 'bern', tokens: [other], lost: [token] })).toBe(200);
    expect(await state(token)).toBe(what === 'scrapped' ? 'scrapped' : 'returned');
  });

  test('is not lost either when only the server’s list says that somebody has it', async () => {
    const { token, other, shipment } = await sent();
    await house.give(`OATH${token}`, { tokenSerial: token, slot: 1, ownerId: await house.personId('hana.novakova') });
    expect(await act(bern, { what: 'arrived', shipment, office: 'bern', tokens: [other], lost: [token] })).toBe(200);
    expect(await owners(token)).toEqual(['hana.novakova']);
    expect(await state(token)).not.toBe('lost');
    expect(await outcomes(shipment)).toEqual({ [token]: 'elsewhere', [other]: 'arrived' });
  });

  const quarantined = (station: TestStation, serial: TokenSerial) =>
    station.sign({
      ...station.base(),
      controller: station === zurich ? ines : jan,
      kind: 'quarantined',
      issuance: randomBytes(16).toString('hex'),
      token: { serial, model: 'YubiKey 5', firmware: '', transport: 'usb' },
      slot: 1,
      reason: 'pulled out',
    });

  test('stays on its way when a desk says that it knows nothing of its slot: nobody gets it before it arrives', async () => {
    const { token, other, shipment } = await sent();
    await house.give(`OATH${token}`, { tokenSerial: token, slot: 1, active: 0 });
    expect(await send(zurich, quarantined(zurich, token))).toBe(200);
    expect(await state(token)).toBe('in transit');
    expect(await issue(zurich, token)).toBe('in transit');
    expect(await act(bern, { what: 'arrived', shipment, office: 'bern', tokens: [token, other] })).toBe(200);
    expect((await store().credentials.onToken(token)).filter(({ active }) => active === 1)).toEqual([]);
    expect(await issue(bern, token)).toBe(200);
  });

  test.each(['lost', 'scrapped'] as const)('stays %s when such a word comes late', async (what) => {
    const serial = serialNumber();
    const doing = {
      lost: { what: 'reported lost', holder: amara, token: serial, note: '' },
      scrapped: { what: 'scrapped', token: serial, office: 'bern', note: '' },
    } as const;
    await act(bern, doing[what]);
    expect(await send(zurich, quarantined(zurich, serial))).toBe(200);
    expect(await state(serial)).toBe(what);
  });

  test('is given to nobody over the wire and not switched on, before it has arrived', async () => {
    const { token, other, shipment } = await sent();
    const [serial, owned] = [`OATH${token}`, `OATH${token}_2`];
    await house.give(serial, { tokenSerial: token, slot: 1 });
    await store().tokens.sleep([token]);
    await house.give(owned, { ownerId: await house.personId('amara.okafor') });
    const message = `ERR301: ${serial} cannot be used now: token ${token} is on its way between offices: it is received first.`;
    const hanas = { serial, user: 'hana.novakova', realm: 'office' };
    for (const [path, fields] of [
      ['/token/assign', hanas],
      ['/token/enable', { serial }],
      ['/token/copyuser', { from: owned, to: serial }],
    ] as const) {
      const { status, json } = await admin.post(path, fields);
      expect([path, status, json.result.error]).toMatchObject([path, 400, { code: 301, message }]);
    }
    expect(await store().credentials.bySerial(serial)).toMatchObject({ ownerId: null, active: 0 });
    await act(bern, { what: 'arrived', shipment, office: 'bern', tokens: [token, other] });
    expect((await admin.post('/token/assign', hanas)).status).toBe(200);
    expect(await store().credentials.bySerial(serial)).toMatchObject({ active: 1 });
  });

  test('is lost when nobody had it', async () => {
    const { token, other, shipment } = await sent();
    expect(await act(bern, { what: 'arrived', shipment, office: 'bern', tokens: [other], lost: [token] })).toBe(200);
    expect(await state(token)).toBe('lost');
    expect(await outcomes(shipment)).toEqual({ [token]: 'lost', [other]: 'arrived' });
  });
});

describe('a spare that is written anew', () => {
  const reprogrammed = async (station: TestStation, token: TokenSerial): Promise<DeskAct> => {
    const issuance = randomBytes(16).toString('hex');
    const seed = await sealTo(station.enrolment, rfcSeed, 'seed', { station: station.id, issuance, token, slot: 1 });
    const serial = credentialSerial(token, 1, 'hotp') as CredentialSerial;
    const credential = { issuance, serial, type: 'hotp', slot: 1, digits: 6, counter: 0, publicId: '', seed } as const;
    return { what: 'reprogrammed', token, office: 'bern', credential };
  };

  test('ends nothing that somebody has under its name, though no file tied it to the token', async () => {
    const serial = serialNumber();
    const name = credentialSerial(serial, 1, 'hotp');
    await house.give(name);
    expect((await admin.post('/token/assign', { serial: name, user: 'hana.novakova', realm: 'office' })).status).toBe(
      200,
    );
    expect(await act(bern, await reprogrammed(bern, serial))).toBe('issued to another');
    const known = await store().credentials.bySerial(name);
    expect(known).toMatchObject({ ownerId: await house.personId('hana.novakova'), active: 1 });
    expect((await admin.post('/token/unassign', { serial: name })).status).toBe(200);
    expect(await act(bern, await reprogrammed(bern, serial))).toBe(200);
    expect(await store().credentials.bySerial(name)).toMatchObject({ ownerId: null, tokenSerial: serial });
    expect((await store().credentials.byId(known?.id ?? -1))?.id).toBeUndefined();
  });
});

test('the count of the largest shelf, all of it surplus or missing, is taken', async () => {
  const some = (from: number) => Array.from({ length: largestCount }, (_, place) => `${from + place}` as TokenSerial);
  const [touched, missing] = [some(600_000_000), some(700_000_000)];
  const doing: DeskAct = {
    what: 'counted',
    office: 'zurich',
    touched,
    missing,
    surplus: touched,
    lost: missing,
    taken: touched,
  };
  const count = signed(zurich, doing);
  expect(JSON.stringify(count).length).toBeGreaterThan(512 * 1024);
  expect(await send(zurich, count)).toBe(200);
  expect(await state(touched[0] ?? '')).toBe('blank');
  expect(await state(touched.at(-1) ?? '')).toBe('blank');
}, 120_000);

test('what waits for a decision is told whatever number was decided since, and however much waits', async () => {
  const old = await issued(zurich, serialNumber(), { controller: 'nobody@office' });
  expect(await send(zurich, old)).toBe('right ended');
  const told = async () =>
    (await admin.get('/trust/conflicts')).json.result.value as { record: string; choice: string | null }[];
  const before = await told();
  const raise = ({ conflicts }: Pick<ReturnType<typeof store>, 'conflicts'>, record: string) =>
    conflicts.raise({
      record,
      contentHash: null,
      station: zurich.id,
      otherStation: '',
      kind: 'over limit',
      said: {},
      facts: {},
      raisedAt: new Date(clockMs + 1000).toISOString(),
    });
  const settledAt = (place: number) => new Date(clockMs + place).toISOString();
  await store().commits.alone(async (tx) => {
    for (let place = 0; place < 520; place += 1) {
      await raise(tx, `decided ${place}`);
      await tx.conflicts.settle(`decided ${place}`, 'leave', 'root', settledAt(place));
      await raise(tx, `waiting ${place}`);
    }
  });
  const after = await told();
  const waiting = after.filter(({ choice }) => choice === null).map(({ record }) => record);
  expect(waiting).toContain(old.record.id);
  expect(waiting).toHaveLength(before.filter(({ choice }) => choice === null).length + 520);
  expect(after.slice(0, waiting.length).every(({ choice }) => choice === null)).toBe(true);
  const decided = after.slice(waiting.length).map(({ record }) => record);
  expect(decided).toHaveLength(500);
  expect(decided).toContain('decided 519');
  expect(decided).not.toContain('decided 0');
});
