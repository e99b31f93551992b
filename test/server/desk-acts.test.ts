import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeskAct } from '../../domain/act.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import { sealContext } from '../../domain/record-text.ts';
import { type CredentialSerial, credentialSerial, type TokenSerial } from '../../domain/token.ts';
import { type Administration, administration } from './administration.ts';
import { brokenLinkOf } from './audit-chain.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed, type TestStation } from './test-station.ts';

let house: House;
let admin: Administration;
let zurich: TestStation;
let bern: TestStation;
let next = 40_000_000;
const ines = 'ines.garcia@office';
const jan = 'jan.vandenberg@office';
const amara = { realm: 'office', username: 'amara.okafor', userId: '1001' };

beforeAll(async () => {
  house = await openHouse(() => new Date('2026-11-21T12:00:00Z'));
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
afterAll(() => house.close());

const serialNumber = () => {
  next += 1;
  return `${next}` as TokenSerial;
};

/** What the server says of an act that somebody signed for. */
const act = async (station: TestStation, doing: DeskAct, controller = station === zurich ? ines : jan) => {
  const signed = station.sign({ ...station.base(), controller, kind: 'act', act: doing, reason: '' });
  const reply = await station.put(signed);
  station.follow(signed);
  return reply.json.reason ?? reply.status;
};
const issue = async (station: TestStation, serial: string, wish = {}) => {
  const signed = await station.issue({ serial, controller: station === zurich ? ines : jan, ...wish });
  const reply = await station.put(signed);
  station.follow(signed);
  return reply.json.reason ?? reply.status;
};
const token = (serial: string) => house.server.installation.store.tokens.find(serial);
const accepts = async (serial: TokenSerial, counter: number) => {
  const fields = { serial: credentialSerial(serial, 1, 'hotp'), pass: hotp(rfcSeed, counter) };
  return (await house.client.form('/validate/check', fields)).json.result.value === true;
};
const lastAudit = async () => {
  const [row] = await rawSql<{ action: string; detail: string }>(
    house.server.installation.store,
    'SELECT action, detail FROM audit ORDER BY position DESC LIMIT 1',
  );
  return { action: row?.action, ...JSON.parse(row?.detail ?? '{}') };
};
const received = async (station: TestStation, office: string, count = 1) => {
  const serials = Array.from({ length: count }, serialNumber);
  const tokens = serials.map((serial) => ({ serial, model: 'YubiKey 5' }));
  expect(await act(station, { what: 'received', office, order: 'PO 7', tokens })).toBe(200);
  return serials as [TokenSerial, ...TokenSerial[]];
};

describe('a token that is taken back', () => {
  test('lets nobody in from then on, and goes back on the shelf only by being written anew', async () => {
    const serial = serialNumber();
    expect(await issue(zurich, serial)).toBe(200);
    expect(await accepts(serial, 0)).toBe(true);
    expect(await act(zurich, { what: 'withdrawn', holder: amara, token: serial, reason: 'leaves', inHand: true })).toBe(
      200,
    );
    expect(await accepts(serial, 1)).toBe(false);
    expect(await token(serial)).toMatchObject({ state: 'returned', office: null });
    expect(await lastAudit()).toMatchObject({ action: 'validate/rejected' });
  });

  test('is dead and not in stock when it is not at the desk', async () => {
    const serial = serialNumber();
    await issue(zurich, serial);
    await act(zurich, { what: 'withdrawn', holder: amara, token: serial, reason: 'leaves', inHand: false });
    expect(await token(serial)).toMatchObject({ state: 'revoked' });
    expect(await issue(bern, serial)).toMatch(/was revoked/);
  });

  test('is not taken from whom it was not given to', async () => {
    const serial = serialNumber();
    await issue(zurich, serial);
    const holder = { realm: 'office', username: 'hana.novakova', userId: '1008' };
    const said = await act(bern, { what: 'withdrawn', holder, token: serial, reason: 'leaves', inHand: true });
    expect(said).toBe(`token ${serial} is issued to amara.okafor`);
    expect(await accepts(serial, 0)).toBe(true);
  });

  test('is not taken back by its own holder', async () => {
    const holder = { realm: 'office', username: 'ines.garcia', userId: '1009' };
    const said = await act(zurich, {
      what: 'withdrawn',
      holder,
      token: serialNumber(),
      reason: 'leaves',
      inHand: true,
    });
    expect(said).toBe(`${ines} may not do this for themself`);
  });
});

describe('what a controller of the wrong office did', () => {
  const hana = 'hana.novakova@office';
  beforeAll(async () => {
    await admin.post('/trust/offices/lagos', { name: 'Lagos' });
    await admin.post('/trust/groups/controllers/members', { user: hana });
    await admin.post('/trust/offices/zurich/controllers', { user: hana });
  });
  afterAll(() => admin.remove('/trust/offices/lagos'));
  const confirmed = (record: string): DeskAct => ({ what: 'settled', record, choice: 'confirm' });

  test('is confirmed by nobody else of the wrong office, and by somebody who reaches there', async () => {
    const serial = serialNumber();
    const signed = await zurich.issue({ serial, controller: ines });
    const outside = (by: string) => `${by} may not act for amara.okafor, of office lagos`;
    expect((await zurich.put(signed)).json.reason).toBe(outside(ines));
    zurich.follow(signed);
    expect(await act(zurich, confirmed(signed.record.id), hana)).toBe(
      `the conflict cannot be settled so: ${outside(hana)}`,
    );
    expect(await accepts(serial, 0)).toBe(false);
    expect(await act(zurich, confirmed(signed.record.id), 'root')).toBe(200);
    expect(await accepts(serial, 0)).toBe(true);
  });

  test('on another office’s shelf is confirmed by whoever may act there', async () => {
    const serial = serialNumber();
    const tokens = [{ serial, model: 'YubiKey 5' }];
    const signed = zurich.sign({
      ...zurich.base(),
      controller: ines,
      kind: 'act',
      act: { what: 'received', office: 'bern', order: '', tokens },
      reason: '',
    });
    expect((await zurich.put(signed)).status).toBe(409);
    zurich.follow(signed);
    expect(await act(zurich, confirmed(signed.record.id), hana)).toMatch(/hana.*may not act in office bern/);
    expect(await token(serial)).toBeUndefined();
    expect(await act(bern, confirmed(signed.record.id), jan)).toBe(200);
    expect(await token(serial)).toMatchObject({ office: 'bern' });
  });

  test('can be left by anybody who controls trust: that changes nothing', async () => {
    const signed = await zurich.issue({ serial: serialNumber(), controller: ines });
    expect((await zurich.put(signed)).status).toBe(409);
    zurich.follow(signed);
    expect(await act(zurich, { what: 'settled', record: signed.record.id, choice: 'leave' }, hana)).toBe(200);
  });
});

describe('a token that is put back on the shelf', () => {
  const returned = (serial: TokenSerial): DeskAct => ({
    what: 'returned',
    token: serial,
    office: 'zurich',
    proven: true,
  });

  test('is not its own holder’s to return', async () => {
    const serial = serialNumber();
    await issue(bern, serial, { username: 'ines.garcia', userId: '1009' });
    expect(await act(zurich, returned(serial))).toBe(`${ines} may not do this for themself`);
    expect(await accepts(serial, 0)).toBe(true);
    expect(await act(zurich, returned(serial), 'root')).toBe(200);
  });

  test('is not its own holder’s to return after a loss either', async () => {
    const serial = serialNumber();
    await issue(bern, serial, { username: 'ines.garcia', userId: '1009' });
    const holder = { realm: 'office', username: 'ines.garcia', userId: '1009' };
    expect(await act(zurich, { what: 'reported lost', token: serial, holder, note: '' })).toBe(200);
    expect(await act(zurich, returned(serial))).toBe(`${ines} may not do this for themself`);
    expect(await act(zurich, returned(serial), 'root')).toBe(200);
  });

  test('is of somebody of the own office, or of none that is known', async () => {
    const serial = serialNumber();
    await issue(bern, serial);
    await admin.post('/trust/offices/lagos', { name: 'Lagos' });
    expect(await act(zurich, returned(serial))).toBe(`${ines} may not act for amara.okafor, of office lagos`);
    await admin.remove('/trust/offices/lagos');
    expect(await accepts(serial, 0)).toBe(true);
    expect(await act(zurich, returned(serial))).toBe(200);
  });
});

describe('a token that somebody has', () => {
  test('is not scrapped by a desk that has not heard of it: it is stated, and its owner still comes in', async () => {
    const serial = serialNumber();
    await issue(bern, serial);
    const scrapped: DeskAct = { what: 'scrapped', token: serial, office: 'zurich', note: '' };
    expect(await act(zurich, scrapped)).toBe(`token ${serial} is issued to amara.okafor: it is taken back first`);
    const stated = await house.server.installation.store.conflicts.since('2026-01-01', 500);
    expect(stated.find(({ said }) => said.token === serial)).toMatchObject({ kind: 'issued to another' });
    expect(await token(serial)).toMatchObject({ state: 'issued' });
    expect(await accepts(serial, 0)).toBe(true);
    expect(await act(bern, { what: 'withdrawn', holder: amara, token: serial, reason: 'leaves', inHand: true })).toBe(
      200,
    );
    expect(await act(zurich, scrapped)).toBe(200);
    expect(await token(serial)).toMatchObject({ state: 'scrapped' });
  });
});

describe('a token that was reported lost', () => {
  test('is revoked, and no issuance that comes later brings it back', async () => {
    const serial = serialNumber();
    const queued = await bern.issue({ serial, controller: jan });
    expect(await act(zurich, { what: 'reported lost', holder: amara, token: serial, note: '' })).toBe(200);
    const reply = await bern.put(queued);
    bern.follow(queued);
    expect([reply.status, reply.json.reason]).toEqual([
      409,
      `token ${serial} was reported lost: it stays revoked until it is returned`,
    ]);
    expect(await accepts(serial, 0)).toBe(false);
  });

  test('is stopped at once when it was issued', async () => {
    const serial = serialNumber();
    await issue(zurich, serial);
    await act(bern, { what: 'reported lost', holder: amara, token: serial, note: 'train' });
    expect(await accepts(serial, 0)).toBe(false);
    expect(await token(serial)).toMatchObject({ state: 'lost' });
  });

  test('may be reported by whoever lost it: that only makes it safer', async () => {
    const holder = { realm: 'office', username: 'ines.garcia', userId: '1009' };
    expect(await act(zurich, { what: 'reported lost', holder, token: serialNumber(), note: '' })).toBe(200);
  });

  test('is issued again once it was returned and written anew', async () => {
    const serial = serialNumber();
    await act(zurich, { what: 'reported lost', holder: amara, token: serial, note: '' });
    expect(await act(zurich, { what: 'returned', token: serial, office: 'zurich', proven: true })).toBe(200);
    expect(await token(serial)).toMatchObject({ state: 'returned', office: 'zurich' });
    expect(await issue(zurich, serial)).toBe(200);
  });
});

describe('stock', () => {
  test('is received on an office’s shelf; what is somewhere already stays there and is named', async () => {
    const [one] = await received(zurich, 'zurich');
    expect(await token(one)).toMatchObject({ state: 'blank', office: 'zurich', model: 'YubiKey 5' });
    const tokens = [{ serial: one, model: 'YubiKey 5' }];
    expect(await act(bern, { what: 'received', office: 'bern', order: '', tokens })).toBe(200);
    expect(await lastAudit()).toMatchObject({ action: 'record/act', what: 'received', known_already: one });
    expect(await token(one)).toMatchObject({ office: 'zurich' });
  });

  test('is handled within the own office only, and by who may', async () => {
    expect(await act(zurich, { what: 'received', office: 'bern', order: '', tokens: [] })).toBe(
      `${ines} may not act in office bern`,
    );
    expect(await act(zurich, { what: 'received', office: 'nowhere', order: '', tokens: [] })).toBe(
      'there is no office nowhere',
    );
    expect(await act(zurich, { what: 'received', office: 'zurich', order: '', tokens: [] }, 'mallory')).toBe(
      'mallory may not handle stock',
    );
  });

  test('travels with a manifest, and is received by touch', async () => {
    const tokens = await received(zurich, 'zurich', 2);
    const shipment = randomBytes(16).toString('hex');
    expect(await act(zurich, { what: 'sent', shipment, from: 'zurich', to: 'bern', tokens })).toBe(200);
    expect(await token(tokens[0])).toMatchObject({ state: 'in transit', office: null });
    expect(await issue(bern, tokens[0])).toMatch(/on its way between offices/);
    expect(await act(bern, { what: 'arrived', shipment, office: 'bern', tokens })).toBe(200);
    expect(await token(tokens[0])).toMatchObject({ state: 'blank', office: 'bern' });
    expect((await house.server.installation.store.shipments.find(shipment))?.state).toBe('received');
    expect(await issue(bern, tokens[0])).toBe(200);
  });

  test('arrives with one too few and one foreign: both are named, and none is lost or doubled', async () => {
    const [one, two] = (await received(zurich, 'zurich', 2)) as [TokenSerial, TokenSerial];
    const [foreign] = await received(zurich, 'zurich');
    const shipment = randomBytes(16).toString('hex');
    await act(zurich, { what: 'sent', shipment, from: 'zurich', to: 'bern', tokens: [one, two] });
    await act(bern, { what: 'arrived', shipment, office: 'bern', tokens: [one, foreign] });
    expect(await lastAudit()).toMatchObject({ missing: two, foreign });
    const { store } = house.server.installation;
    expect((await store.shipments.find(shipment))?.state).toBe('received with differences');
    expect((await Promise.all([one, two, foreign].map(token))).map((known) => [known?.state, known?.office])).toEqual([
      ['blank', 'bern'],
      ['in transit', null],
      ['blank', 'bern'],
    ]);
    expect(await act(bern, { what: 'arrived', shipment, office: 'bern', tokens: [two] })).toBe(200);
    expect(await token(two)).toMatchObject({ state: 'blank', office: 'bern' });
  });

  test('does not travel when it was issued meanwhile', async () => {
    const [one, two] = (await received(zurich, 'zurich', 2)) as [TokenSerial, TokenSerial];
    await issue(zurich, one);
    const shipment = randomBytes(16).toString('hex');
    expect(await act(zurich, { what: 'sent', shipment, from: 'zurich', to: 'bern', tokens: [one, two] })).toBe(200);
    expect(await lastAudit()).toMatchObject({ not_sent: one });
    expect(await token(one)).toMatchObject({ state: 'issued' });
    expect(await accepts(one, 0)).toBe(true);
  });

  test('is sent once, and received where it was sent to', async () => {
    const tokens = await received(zurich, 'zurich');
    const shipment = randomBytes(16).toString('hex');
    await act(zurich, { what: 'sent', shipment, from: 'zurich', to: 'bern', tokens });
    expect(await act(zurich, { what: 'sent', shipment, from: 'zurich', to: 'bern', tokens })).toMatch(/sent already/);
    expect(await act(zurich, { what: 'arrived', shipment, office: 'zurich', tokens })).toMatch(/to another office/);
    const unknown = randomBytes(16).toString('hex');
    expect(await act(bern, { what: 'arrived', shipment: unknown, office: 'bern', tokens })).toMatch(/nobody has sent/);
  });
});

describe('a spare that is written anew', () => {
  const seed = randomBytes(20);
  const reprogrammed = async (station: TestStation, serial: TokenSerial, office: string): Promise<DeskAct> => {
    const issuance = randomBytes(16).toString('hex');
    const { sealTo } = await import('./test-station.ts');
    const place = { station: station.id, issuance, token: serial, slot: 1 };
    expect(sealContext('seed', { keyId: station.enrolment.sealingKey.keyId, ...place })).toContain(serial);
    return {
      what: 'reprogrammed',
      token: serial,
      office,
      credential: {
        issuance,
        serial: credentialSerial(serial, 1, 'hotp') as CredentialSerial,
        type: 'hotp',
        slot: 1,
        digits: 6,
        counter: 0,
        publicId: '',
        seed: await sealTo(station.enrolment, seed, 'seed', place),
      },
    };
  };

  test('has a dead old credential and a live new one, and lies on the shelf', async () => {
    const serial = serialNumber();
    await issue(zurich, serial);
    expect(await act(zurich, await reprogrammed(zurich, serial, 'zurich'))).toMatch(/is taken back first/);
    await act(zurich, { what: 'returned', token: serial, office: 'zurich', proven: true });
    expect(await act(zurich, await reprogrammed(zurich, serial, 'zurich'))).toBe(200);
    expect(await token(serial)).toMatchObject({ state: 'in stock', office: 'zurich' });
    expect(await accepts(serial, 0)).toBe(false);
    const fields = { serial: credentialSerial(serial, 1, 'hotp'), pass: hotp(seed, 0) };
    expect((await house.client.form('/validate/check', fields)).json.result.value).toBe(true);
    const [row] = await rawSql<{ owner_id: number | null }>(
      house.server.installation.store,
      `SELECT owner_id FROM credentials WHERE serial = '${fields.serial}' AND ended_at IS NULL`,
    );
    expect(row?.owner_id).toBeNull();
  });

  test('is nobody’s before: a suspended token is refused, one whose slot nobody knows is not', async () => {
    const serial = serialNumber();
    await issue(zurich, serial);
    const name = credentialSerial(serial, 1, 'hotp');
    await admin.post('/token/disable', { serial: name });
    expect(await act(zurich, await reprogrammed(zurich, serial, 'zurich'))).toMatch(/is taken back first/);
    const isOn = await accepts(serial, 0);
    await admin.post('/token/enable', { serial: name });
    expect([isOn, await accepts(serial, 1)], 'it was suspended and is whole').toEqual([false, true]);

    const signed = zurich.sign({
      ...zurich.base(),
      controller: ines,
      kind: 'quarantined',
      issuance: randomBytes(16).toString('hex'),
      token: { serial, model: 'YubiKey 5 NFC', firmware: '5.7.1', transport: 'usb' },
      slot: 1,
      reason: 'nobody knows what it holds',
    });
    expect((await zurich.put(signed)).status).toBe(200);
    zurich.follow(signed);
    expect(await act(zurich, await reprogrammed(zurich, serial, 'zurich'))).toBe(200);
  });

  /** What the server shows a station of a spare, with the code that proved it at the desk. */
  const shown = async (station: TestStation, record: string, code?: string) => {
    const reply = await station.request('POST', '/stations/self/spares', JSON.stringify({ record, code }));
    return reply.status === 200 ? reply.json : reply.json.reason;
  };

  test('is shown to its station alone: the next old codes are worth nothing, the code that was typed is its own', async () => {
    const serial = serialNumber();
    await issue(zurich, serial);
    await act(zurich, { what: 'returned', token: serial, office: 'zurich', proven: true });
    const doing = await reprogrammed(zurich, serial, 'zurich');
    if (doing.what !== 'reprogrammed') throw new Error('it is a spare');
    const used = { ...doing, credential: { ...doing.credential, counter: 1 } };
    const signed = zurich.sign({ ...zurich.base(), controller: ines, kind: 'act', act: used, reason: '' });
    const { id } = signed.record;
    expect(await shown(zurich, id)).toMatch(/no such spare/);
    expect((await zurich.put(signed)).status).toBe(200);
    zurich.follow(signed);
    const alive = { fresh: 'alive', typed: true, former: 1, formerAlive: 0 };
    expect(await shown(zurich, id, hotp(seed, 0))).toEqual(alive);
    expect(await shown(zurich, id)).toEqual({ ...alive, typed: null });
    expect(await shown(zurich, id, hotp(rfcSeed, 0)), 'another seed is noticed').toEqual({ ...alive, typed: false });
    expect(await shown(bern, id), 'it is nobody else’s to ask').toMatch(/no such spare/);
    const fields = { serial: credentialSerial(serial, 1, 'hotp'), pass: hotp(seed, 1) };
    expect((await house.client.form('/validate/check', fields)).json.result.value, 'asking uses nothing up').toBe(true);

    await act(zurich, await reprogrammed(zurich, serial, 'zurich'));
    expect(await shown(zurich, id), 'the same seed once more is no new one').toMatchObject({
      fresh: 'gone',
      formerAlive: 1,
    });
  });
});

test('the audit holds together after all of it', async () => {
  expect(await brokenLinkOf(house.server.installation.store)).toBeUndefined();
});
