import { expect, test } from 'vitest';
import type { DeskAct } from '../../domain/act.ts';
import type { SignedReceipt } from '../../domain/record.ts';
import { credentialSerial } from '../../domain/token.ts';
import { rawSql } from '../server/raw-sql.ts';
import type { TestStation } from '../server/test-station.ts';
import { failureOf } from './failure-of.ts';
import {
  amara,
  cutOff,
  dagny,
  freshToken,
  holders,
  ines,
  issue,
  jan,
  lets,
  plug,
  reconnect,
  restart,
  seen,
  serialOf,
  stateOf,
  twoDesksForAll,
  unplug,
} from './two-desks.ts';

let headOffice: TestStation;
const two = twoDesksForAll(async ({ house }) => {
  headOffice = await house.enrol('Head office');
});

const byHeadOffice = async (act: DeskAct) => {
  const signed = headOffice.sign({ ...headOffice.base(), kind: 'act', act, reason: '' });
  const reply = await headOffice.put(signed);
  headOffice.follow(signed);
  return reply.status;
};

test('a token that head office sends to another office while a desk issues it offline is with nobody until somebody decides', async () => {
  const { bern, admin, house } = two;
  const token = freshToken();
  const serial = serialOf(token);
  await byHeadOffice({ what: 'received', office: 'zurich', order: '1', tokens: [{ serial, model: 'YubiKey 5' }] });
  cutOff(bern);
  const record = await issue(bern, amara, token);
  const shipment = 'a'.repeat(32);
  expect(await byHeadOffice({ what: 'sent', shipment, from: 'zurich', to: 'bern', tokens: [serial] })).toBe(200);
  await reconnect(bern);
  expect(await holders(two, token)).toEqual([]);
  expect(await seen(bern, record)).toMatchObject({
    kind: 'in transit',
    facts: { from: 'zurich', to: 'bern', shipment, since: expect.stringMatching(/^20/) },
  });
  await restart(bern);
  await reconnect(bern);
  expect((await seen(bern, record)).choices.map(({ choice }) => choice)).toEqual(['issue another', 'leave', 'unship']);
  expect((await admin.post(`/trust/conflicts/${record}`, { choice: 'unship' })).status).toBe(200);
  await reconnect(bern);
  expect(await holders(two, token)).toEqual([amara]);
  expect(await lets(two, bern, token)).toBe(true);
  expect(await house.server.installation.store.shipments.tokens(shipment)).toEqual([
    { token: serial, outcome: 'not sent' },
  ]);
  expect(await bern.at.ask('records/get', { id: record })).toMatchObject({ delivery: 'delivered' });
});

test('a token that an administrator revokes while a desk issues it offline stays revoked', async () => {
  const { zurich, bern, admin } = two;
  const token = freshToken();
  await issue(zurich, amara, token);
  await reconnect(zurich);
  cutOff(bern);
  const record = await issue(bern, dagny, token, true);
  await admin.post('/token/revoke', { serial: credentialSerial(serialOf(token), 1, 'hotp') });
  await reconnect(bern);
  expect(await holders(two, token)).toEqual([]);
  expect(await lets(two, bern, token)).toBe(false);
  expect(await seen(bern, record)).toMatchObject({ kind: 'revoked', choice: null });
  expect((await admin.post(`/trust/conflicts/${record}`, { choice: 'move' })).status).toBe(400);
  expect((await admin.post(`/trust/conflicts/${record}`, { choice: 'confirm' })).status).toBe(400);
  await plug(bern, token);
  await bern.at.ask('conflicts/settle', { record, choice: 'issue another' });
  await unplug(bern);
  await reconnect(bern);
  expect(await stateOf(two, token)).toBe('returned');
  expect(await seen(bern, record)).toMatchObject({ choice: 'issue another' });
});

test('a token that was reported lost at one desk while the other issues it offline stays lost', async () => {
  const { zurich, bern } = two;
  const token = freshToken();
  await issue(zurich, amara, token);
  await reconnect(zurich);
  cutOff(bern);
  const record = await issue(bern, dagny, token, true);
  await zurich.at.ask('acts/report-lost', { token: serialOf(token), note: '' });
  await reconnect(zurich);
  await reconnect(bern);
  expect(await holders(two, token)).toEqual([]);
  expect(await stateOf(two, token)).toBe('lost');
  expect(await seen(bern, record)).toMatchObject({ kind: 'reported lost' });
  await bern.at.ask('conflicts/settle', { record, choice: 'leave' });
  await reconnect(bern);
  expect(await stateOf(two, token)).toBe('lost');
});

test('a token that head office gives to somebody else while a desk issues it offline is theirs', async () => {
  const { zurich, bern, admin } = two;
  const token = freshToken();
  const serial = credentialSerial(serialOf(token), 1, 'hotp');
  await issue(zurich, amara, token);
  await reconnect(zurich);
  cutOff(bern);
  const record = await issue(bern, dagny, token, true);
  await admin.post('/token/unassign', { serial });
  await admin.post('/token/assign', { serial, user: jan, realm: 'office' });
  await reconnect(bern);
  await reconnect(zurich);
  expect(await holders(two, token)).toEqual([jan]);
  expect(await seen(bern, record)).toMatchObject({
    kind: 'issued to another',
    otherStation: '',
    facts: { user: `${jan}@office`, station: '' },
  });
  const rows = (await zurich.at.ask('tokens/list', { query: serialOf(token), limit: 10 })).rows;
  expect(rows.map(({ holderName }) => holderName)).toEqual([expect.stringContaining('Jan')]);
  await bern.at.ask('conflicts/settle', { record, choice: 'leave' });
  await reconnect(bern);
  expect(await holders(two, token)).toEqual([jan]);
});

test('a limit that came while a desk was offline is stated, the token is taken all the same, and the next is refused', async () => {
  const { bern, admin } = two;
  const [first, second, third] = [freshToken(), freshToken(), freshToken()];
  const person = 'emre.yildiz';
  await issue(bern, person, first);
  await reconnect(bern);
  cutOff(bern);
  const record = await issue(bern, person, second);
  await admin.post('/policy/one-each', { scope: 'enrollment', action: 'max_token_per_user=1', realm: 'office' });
  await reconnect(bern);
  expect(await holders(two, second)).toEqual([person]);
  expect(await bern.at.ask('records/get', { id: record })).toMatchObject({ delivery: 'delivered' });
  expect(await seen(bern, record)).toMatchObject({
    kind: 'over limit',
    facts: { limit: '1', count: '2', policies: 'one-each' },
    choices: [{ choice: 'withdraw older', leadsTo: 'tokens' }, { choice: 'leave' }],
  });
  expect(await failureOf(issue(bern, person, third))).toMatchObject({ code: 'token/limit' });
  await bern.at.ask('ceremony/stop', { reason: 'other', note: '' });
  await bern.at.ask('ceremony/close');
  await bern.at.ask('practice/pull-out');
  await bern.at.ask('conflicts/settle', { record, choice: 'withdraw older' });
  await bern.at.ask('acts/withdraw', { token: serialOf(first), reason: 'other', note: '' });
  await reconnect(bern);
  expect(await holders(two, first)).toEqual([]);
  expect(await seen(bern, record)).toMatchObject({ choice: 'withdraw older' });
  await admin.remove('/policy/one-each');
  await reconnect(bern);
});

test('what somebody issued whose right was taken away meanwhile counts once another controller confirms it', async () => {
  const { zurich, bern, admin } = two;
  const token = freshToken();
  await reconnect(bern);
  await bern.at.ask('app/set-settings', { controller: `${ines}@office` });
  cutOff(bern);
  const record = await issue(bern, amara, token);
  await admin.remove(`/trust/groups/controllers/members?user=${ines}@office`);
  await reconnect(bern);
  await reconnect(zurich);
  expect(await holders(two, token)).toEqual([]);
  expect(await lets(two, bern, token)).toBe(false);
  expect(await seen(bern, record)).toMatchObject({ kind: 'right ended', controller: `${ines}@office` });
  expect(await failureOf(bern.at.ask('conflicts/settle', { record, choice: 'confirm' }))).toMatchObject({
    code: 'act/no-right',
  });
  // At the other desk: every desk sees it, and whoever controls trust may decide.
  await zurich.at.ask('app/set-settings', { controller: `${jan}@office` });
  // Not for whom they could not issue themself.
  await admin.post('/trust/offices/lagos', { name: 'Lagos' });
  await reconnect(zurich);
  expect(await failureOf(zurich.at.ask('conflicts/settle', { record, choice: 'confirm' }))).toMatchObject({
    code: 'controller/own-office',
  });
  await admin.remove('/trust/offices/lagos');
  await reconnect(zurich);
  await zurich.at.ask('conflicts/settle', { record, choice: 'confirm' });
  await reconnect(zurich);
  await restart(bern);
  await reconnect(bern);
  await zurich.at.ask('app/set-settings', { controller: 'root' });
  await bern.at.ask('app/set-settings', { controller: 'root' });
  expect(await holders(two, token)).toEqual([amara]);
  expect(await lets(two, bern, token)).toBe(true);
  expect(await bern.at.ask('records/get', { id: record })).toMatchObject({ delivery: 'delivered' });
  await admin.post('/trust/groups/controllers/members', { user: `${ines}@office` });
  await reconnect(bern);
});

test('a right that was lent and ended meanwhile: it held when the desk says it was signed, and the token is taken back', async () => {
  const { bern, admin, shift } = two;
  const token = freshToken();
  const lent = 'hana.novakova';
  const day = (offsetDays: number) => new Date(Date.now() + offsetDays * 86_400_000).toISOString().slice(0, 10);
  const loan = { user: `${lent}@office`, lent_by: jan, first_day: day(0), last_day: day(1) };
  expect((await admin.post('/trust/offices/bern/controllers', loan)).status).toBe(200);
  await reconnect(bern);
  await bern.at.ask('app/set-settings', { controller: `${lent}@office` });
  cutOff(bern);
  const record = await issue(bern, amara, token);
  // The loan goes on past midnight, as the test may.
  shift.server = 2 * 86_400_000;
  shift.bern = 2 * 86_400_000;
  await reconnect(bern);
  await bern.at.ask('app/set-settings', { controller: 'root' });
  expect(await seen(bern, record)).toMatchObject({ kind: 'right ended', facts: { held: 'yes' } });
  await plug(bern, token);
  expect(await bern.at.ask('conflicts/settle', { record, choice: 'issue another' })).toMatchObject({ tookBack: true });
  await unplug(bern);
  await reconnect(bern);
  shift.server = 0;
  shift.bern = 0;
  expect(await holders(two, token)).toEqual([]);
  expect(await stateOf(two, token)).toBe('returned');
});

test('a token for somebody who left meanwhile lets nobody in, and is taken back', async () => {
  const { bern, house } = two;
  const token = freshToken();
  cutOff(bern);
  const record = await issue(bern, dagny, token);
  await rawSql(house.server.installation.store, `UPDATE people SET username = 'gone.away' WHERE username = '${dagny}'`);
  await reconnect(bern);
  expect(await holders(two, token)).toEqual([]);
  expect(await seen(bern, record)).toMatchObject({
    kind: 'person gone',
    choices: [{ choice: 'leave', does: 'stands' }],
  });
  await bern.at.ask('conflicts/settle', { record, choice: 'leave' });
  await reconnect(bern);
  expect(await seen(bern, record)).toMatchObject({ choice: 'leave' });
  await rawSql(house.server.installation.store, `UPDATE people SET username = '${dagny}' WHERE username = 'gone.away'`);
});

test('clocks a year apart: the desk says so, the record keeps both times, and the server’s order stands', async () => {
  const { zurich, bern, shift } = two;
  const year = 365 * 86_400_000;
  shift.bern = year;
  shift.zurich = -year;
  await issue(bern, amara, freshToken());
  await reconnect(bern);
  await reconnect(zurich);
  const minutes = year / 60_000;
  for (const { at } of [zurich, bern]) {
    expect((await at.ask('desk/home')).needs).toContainEqual({ kind: 'clock', subject: '', count: minutes });
  }
  const [ahead, behind] = [freshToken(), freshToken()];
  const [late, early] = [await issue(bern, amara, ahead), await issue(zurich, amara, behind)];
  await reconnect(bern);
  await reconnect(zurich);
  expect([await holders(two, ahead), await holders(two, behind)]).toEqual([[amara], [amara]]);
  for (const [station, record, sign] of [
    [bern, late, 1],
    [zurich, early, -1],
  ] as const) {
    const { record: told, receipt } = await station.at.ask('records/get', { id: record });
    expect(told).toMatchObject({ desk: { offMinutes: sign * minutes } });
    const apart =
      Date.parse(String(told.recordedAt)) -
      Date.parse(String((receipt as unknown as SignedReceipt).receipt.receivedAt));
    expect(Math.round(apart / 86_400_000)).toBe(sign * 365);
    const stated = (await station.at.ask('conflicts/list')).filter(
      (one) => one.kind === 'clock' && one.side === 'ours',
    );
    expect(stated).toMatchObject([{ facts: { minutes: `${sign * minutes}` }, choice: null }]);
    await station.at.ask('conflicts/settle', { record: stated[0]?.record ?? '', choice: 'leave' });
  }
  shift.bern = 0;
  shift.zurich = 0;
  for (const station of [zurich, bern]) {
    await reconnect(station);
    expect((await station.at.ask('desk/home')).needs.map(({ kind }) => kind)).not.toContain('clock');
  }
});

test('a shipment that arrives with one token too few and one foreign is stated at both desks, and every token is somewhere once', async () => {
  const { zurich, bern, house } = two;
  const [arrives, missing, foreign] = [freshToken(), freshToken(), freshToken()].map(serialOf);
  const close = { lost: [], taken: [] };
  const order = await zurich.at.ask('stock/open', { kind: 'receive', office: 'zurich' });
  for (const line of [arrives, missing]) await zurich.at.ask('stock/scan', { id: order.id, line: `${line}` });
  await zurich.at.ask('stock/close', { id: order.id, ...close });
  const packed = await zurich.at.ask('stock/open', { kind: 'pack', office: 'zurich', to: 'bern' });
  for (const line of [arrives, missing]) await zurich.at.ask('stock/scan', { id: packed.id, line: `${line}` });
  const { shipment } = await zurich.at.ask('stock/close', { id: packed.id, ...close });
  await reconnect(zurich);
  await reconnect(bern);
  cutOff(bern);
  const unpacked = await bern.at.ask('stock/open', { kind: 'arrive', office: 'bern', shipment: shipment ?? '' });
  for (const line of [arrives, foreign]) await bern.at.ask('stock/scan', { id: unpacked.id, line: `${line}` });
  const { records } = await bern.at.ask('stock/close', { id: unpacked.id, ...close });
  await restart(bern);
  await reconnect(bern);
  await reconnect(zurich);
  const record = records[0] ?? '';
  expect(await bern.at.ask('records/get', { id: record })).toMatchObject({ delivery: 'delivered' });
  for (const station of [bern, zurich]) {
    expect(await seen(station, record)).toMatchObject({
      kind: 'shipment differs',
      facts: { shipment, missing: `${missing}`, foreign: `${foreign}` },
      choices: [{ choice: 'count', leadsTo: 'shelf' }, { choice: 'leave' }],
    });
  }
  const { store } = house.server.installation;
  const places = await Promise.all([arrives, missing, foreign].map(async (serial) => store.tokens.find(`${serial}`)));
  expect(places.map((token) => [token?.state, token?.office])).toEqual([
    [expect.stringMatching(/in stock|blank/), 'bern'],
    ['in transit', null],
    ['blank', 'bern'],
  ]);
  await bern.at.ask('conflicts/settle', { record, choice: 'count' });
  await reconnect(bern);
  expect(await seen(bern, record)).toMatchObject({ choice: 'count' });
});
