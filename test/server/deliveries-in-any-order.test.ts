import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstBrokenLink } from '../../domain/audit.ts';
import type { SignedRecord } from '../../domain/record.ts';
import { type House, openHouse } from './house.ts';
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
function stateOf(house: House) {
  const { db, audit } = house.server.installation.store;
  expect(firstBrokenLink(audit.entries())).toBeUndefined();
  return {
    records: db.prepare('SELECT id, station, sequence, kind, content_hash, issuance FROM records ORDER BY id').all(),
    disputed: db.prepare('SELECT * FROM disputed_records').all(),
    stations: db.prepare('SELECT id, last_sequence, last_hash FROM stations ORDER BY id').all(),
    tokens: db.prepare('SELECT serial, state FROM tokens ORDER BY serial').all(),
    credentials: db
      .prepare(
        `SELECT serial, slot, token_serial, owner_id, active, issuance, ended_at IS NULL AS lives FROM credentials
         ORDER BY issuance`,
      )
      .all(),
    entries: db.prepare('SELECT action, subject FROM audit WHERE subject <> actor ORDER BY subject, action').all(),
  };
}

test('deliveries in any order, repeated and at once, end in one state with one receipt for each record', async () => {
  const house = await openHouse();
  const stations = await Promise.all(Array.from({ length: stationCount }, (_, place) => house.enrol(`Desk ${place}`)));
  const chains = await Promise.all(stations.map(chain));
  const { db } = house.server.installation.store;
  // The chains are kept; everything that came of them is forgotten before each run.
  const forget = () =>
    db.exec(`
      DROP TRIGGER IF EXISTS records_no_update; DROP TRIGGER IF EXISTS records_no_delete;
      DELETE FROM records; DELETE FROM disputed_records; DELETE FROM credential_realms; DELETE FROM credentials;
      DELETE FROM tokens; UPDATE stations SET last_sequence = 0, last_hash = '${'0'.repeat(64)}';
      DROP TRIGGER IF EXISTS audit_no_delete; DELETE FROM audit;
    `);
  let wanted: ReturnType<typeof stateOf> | undefined;
  const all = chains.flatMap((records, at) => records.map((_, place) => ({ at, place })));
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 4 }), { maxLength: 30 }),
        async (rounds) => {
          forget();
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
          const state = stateOf(house);
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
}, 60_000);
