import { expect, test } from 'vitest';
import type { TokenSerial } from '../../domain/token.ts';
import {
  amara,
  cutOff,
  dagny,
  freshToken,
  holders,
  issue,
  reconnect,
  type Station,
  seen,
  serialOf,
  twoDesksForAll,
} from './two-desks.ts';

const two = twoDesksForAll();
const yearMs = 365 * 86_400_000;

test.each([
  ['ahead', 1],
  ['behind', -1],
])(
  'a token issued at both desks offline is whose record came first, though that desk’s clock is a year %s',
  async (_, sign) => {
    const { zurich, bern, shift } = two;
    const token = freshToken();
    shift.zurich = sign * yearMs;
    cutOff(zurich);
    cutOff(bern);
    const first = await issue(zurich, amara, token);
    const second = await issue(bern, dagny, token, true);
    await reconnect(zurich);
    await reconnect(bern);
    await reconnect(zurich);
    expect(await holders(two, token)).toEqual([amara]);
    expect(await zurich.at.ask('records/get', { id: first })).toMatchObject({ delivery: 'delivered' });
    expect(await bern.at.ask('records/get', { id: second })).toMatchObject({ delivery: 'refused' });
    expect(await seen(bern, second)).toMatchObject({ kind: 'issued to another', side: 'ours', choice: null });
    expect(await seen(zurich, second)).toMatchObject({ kind: 'issued to another', side: 'first' });
    await bern.at.ask('conflicts/settle', { record: second, choice: 'leave' });
    shift.zurich = 0;
    for (const station of [bern, zurich]) await reconnect(station);
    expect(await seen(zurich, second)).toMatchObject({ choice: 'leave' });
  },
);

const close = { lost: [], taken: [] };

async function draft(
  { at }: Station,
  opened: Parameters<typeof at.ask<'stock/open'>>[1],
  serials: readonly TokenSerial[],
) {
  const { id } = await at.ask('stock/open', opened);
  for (const line of serials) await at.ask('stock/scan', { id, line });
  return at.ask('stock/close', { id, ...close });
}

const placeOf = async (serial: string) => {
  const token = await two.house.server.installation.store.tokens.find(serial);
  return [token?.office, token?.state === 'in transit'];
};

test('two boxes on their way to each other in which two tokens were swapped: each is stated, and each token lies where it was unpacked', async () => {
  const { zurich, bern } = two;
  const [stays, strays, comes, wanders] = [freshToken(), freshToken(), freshToken(), freshToken()].map(serialOf) as [
    TokenSerial,
    TokenSerial,
    TokenSerial,
    TokenSerial,
  ];
  await draft(zurich, { kind: 'receive', office: 'zurich' }, [stays, strays]);
  await draft(bern, { kind: 'receive', office: 'bern' }, [comes, wanders]);
  const toBern = await draft(zurich, { kind: 'pack', office: 'zurich', to: 'bern' }, [stays, strays]);
  const toZurich = await draft(bern, { kind: 'pack', office: 'bern', to: 'zurich' }, [comes, wanders]);
  for (const station of [zurich, bern, zurich]) await reconnect(station);
  for (const station of [zurich, bern]) cutOff(station);
  const atBern = await draft(bern, { kind: 'arrive', office: 'bern', shipment: toBern.shipment ?? '' }, [
    stays,
    wanders,
  ]);
  const atZurich = await draft(zurich, { kind: 'arrive', office: 'zurich', shipment: toZurich.shipment ?? '' }, [
    comes,
    strays,
  ]);
  for (const station of [bern, zurich, bern]) await reconnect(station);
  for (const [record, missing, foreign] of [
    [atBern.records[0], strays, wanders],
    // By then it is known that the other one lies at Bern: nobody waits for it here.
    [atZurich.records[0], '', strays],
  ] as const) {
    for (const station of [zurich, bern]) {
      expect(await seen(station, record ?? '')).toMatchObject({
        kind: 'shipment differs',
        facts: { missing: `${missing}`, foreign: `${foreign}` },
      });
    }
  }
  expect(await Promise.all([stays, wanders, comes, strays].map(placeOf))).toEqual([
    ['bern', false],
    ['bern', false],
    ['zurich', false],
    ['zurich', false],
  ]);
});

test('a token that is missing at one desk and was issued from the box at the other is theirs', async () => {
  const { zurich, bern } = two;
  const [arrives, kept] = [freshToken(), freshToken()];
  const serials = [serialOf(arrives), serialOf(kept)];
  await draft(zurich, { kind: 'receive', office: 'zurich' }, serials);
  await reconnect(zurich);
  // Somebody at Zürich packs both, keeps one back, and hands it out: neither desk hears of the other.
  cutOff(zurich);
  const record = await issue(zurich, amara, kept);
  await reconnect(zurich);
  const sent = await draft(zurich, { kind: 'pack', office: 'zurich', to: 'bern' }, [serialOf(arrives)]);
  await reconnect(zurich);
  await reconnect(bern);
  cutOff(bern);
  const unpacked = await draft(bern, { kind: 'arrive', office: 'bern', shipment: sent.shipment ?? '' }, serials);
  await reconnect(bern);
  await reconnect(zurich);
  expect(await holders(two, kept)).toEqual([amara]);
  expect(await zurich.at.ask('records/get', { id: record })).toMatchObject({ delivery: 'delivered' });
  expect(await seen(bern, unpacked.records[0] ?? '')).toMatchObject({ facts: { issued: `${serialOf(kept)}` } });
});
