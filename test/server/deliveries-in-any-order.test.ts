import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SignedRecord } from '../../domain/record.ts';
import { brokenLinkOf } from './audit-chain.ts';
import { isOnPostgres } from './data-directory.ts';
import { type House, openHouse } from './house.ts';
import { liftGuards, rawSql } from './raw-sql.ts';
import type { TestStation } from './test-station.ts';

const stationCount = 3;
const recordCount = 4;

/** Issues on tokens of the station's own, among them one slot twice, one stop and one slot whose content is unknown. */
async function chain(station: TestStation, place: number): Promise<readonly SignedRecord[]> {
  const people = ['amara.okafor', 'bjoern.aagaard', 'chen.xiuying'];
  const wish = { username: people[place] ?? '', userId: `${1001 + place}`, serial: `${100 + place}` };
  const records: SignedRecord[] = [];
  const add = (signed: SignedRecord) => {
    records.push(signed);
    station.follow(signed);
    return signed;
  };
  const { record } = add(await station.issue(wish));
  add(station.sign({ ...station.base(), kind: 'stopped', reason: 'person left', note: '' }));
  add(await station.issue({ ...wish, seed: Buffer.alloc(20, place + 1) }));
  if (record.kind !== 'issued') throw new Error('an issue was asked for');
  const { token } = record;
  const issuance = `${place}`.repeat(32);
  add(station.sign({ ...station.base(), kind: 'quarantined', issuance, token, slot: 1, reason: 'device/unplugged' }));
  return records;
}

/** Everything that is known of records, tokens and credentials, but for when and in whose turn it came. */
async function stateOf(house: House) {
  const { store } = house.server.installation;
  expect(await brokenLinkOf(store)).toBeUndefined();
  const rows = (text: string) => rawSql(store, text);
  return {
    records: await rows('SELECT id, station, sequence, kind, content_hash, issuance FROM records ORDER BY id'),
    disputed: await rows('SELECT * FROM disputed_records'),
    stations: await rows('SELECT id, last_sequence, last_hash FROM stations ORDER BY id'),
    tokens: await rows('SELECT serial, state FROM tokens ORDER BY serial'),
    credentials: await rows(
      `SELECT serial, slot, token_serial, owner_id, active, issuance, ended_at IS NULL AS lives FROM credentials
         ORDER BY issuance`,
    ),
    entries: await rows('SELECT action, subject FROM audit WHERE subject <> actor ORDER BY subject, action'),
  };
}

test('deliveries in any order, repeated and at once, end in one state with one receipt for each record', async () => {
  const house = await openHouse();
  const stations = await Promise.all(Array.from({ length: stationCount }, (_, place) => house.enrol(`Desk ${place}`)));
  const chains = await Promise.all(stations.map(chain));
  const { store } = house.server.installation;
  // The chains are kept; everything that came of them is forgotten before each run.
  await liftGuards(store, 'records');
  await liftGuards(store, 'audit');
  const forget = async () => {
    for (const table of ['records', 'disputed_records', 'credential_realms', 'credentials', 'tokens', 'audit']) {
      await rawSql(store, `DELETE FROM ${table}`);
    }
    if (isOnPostgres()) await rawSql(store, `UPDATE audit_head SET position = 0, hash = '${'0'.repeat(64)}'`);
    await rawSql(store, `UPDATE stations SET last_sequence = 0, last_hash = '${'0'.repeat(64)}'`);
  };
  let wanted: Awaited<ReturnType<typeof stateOf>> | undefined;
  const all = chains.flatMap((records, at) => records.map((_, place) => ({ at, place })));
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 4 }), { maxLength: 30 }),
        async (rounds) => {
          await forget();
          const receipts = new Map<string, string>();
          const put = async ({ at, place }: { readonly at: number; readonly place: number }) => {
            const signed = chains[at]?.[place];
            if (signed === undefined) throw new Error('there is no such record');
            const reply = await stations[at]?.put(signed);
            if (reply?.status !== 200) return expect(reply?.json).toMatchObject({ failure: 'gap' });
            const { id } = signed.record;
            expect(reply.text).toBe(receipts.get(id) ?? reply.text);
            receipts.set(id, reply.text);
          };
          for (const round of rounds) await Promise.all(round.map(put));
          for (let turn = 0; turn < recordCount; turn += 1) await Promise.all(all.toReversed().map(put));
          expect(receipts.size).toBe(all.length);
          const state = await stateOf(house);
          wanted ??= state;
          expect(state).toEqual(wanted);
          expect(state.disputed).toEqual([]);
        },
      ),
      { numRuns: 20, interruptAfterTimeLimit: 40_000 },
    );
    expect(wanted?.records).toHaveLength(stationCount * recordCount);
  } finally {
    await house.close();
  }
}, 180_000);
