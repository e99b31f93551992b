import type { Lane, Spare } from '../../domain/stock/reprogram.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { Vault } from './database.ts';
import type { Delivery } from './outbox.ts';

/** Writes the lane as it now stands. */
export function saveLane(vault: Vault, lane: Lane, at: string): void {
  vault.db
    .prepare(
      `INSERT INTO lanes (id, state, open, started_at, updated_at) VALUES (?, ?, 1, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at`,
    )
    .run(lane.id, JSON.stringify(lane), lane.startedAt, at);
}

/** Puts a finished lane aside. */
export function closeLane(vault: Vault, id: string): void {
  vault.db.prepare('UPDATE lanes SET open = 0 WHERE id = ?').run(id);
}

/** The lane at this desk, finished or not, until it is put aside. */
export function openLane(vault: Vault): Lane | undefined {
  const row = vault.db.prepare<[], { state: string }>('SELECT state FROM lanes WHERE open = 1').get();
  return (
    row && {
      expected: undefined,
      finishedAt: undefined,
      ...(JSON.parse(row.state) as Omit<Lane, 'expected' | 'finishedAt'>),
    }
  );
}

/** Writes a token of a lane as it now stands; the first time with the small ceremony that it is. */
export function saveSpare(vault: Vault, lane: string, spare: Spare, at: string): void {
  vault.db
    .prepare(`INSERT OR IGNORE INTO ceremonies (id, state, open, started_at, updated_at) VALUES (?, '{}', 0, ?, ?)`)
    .run(spare.id, at, at);
  vault.db
    .prepare(
      `INSERT INTO lane_tokens (id, lane, place, token, issuance, record, state, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET issuance = excluded.issuance, record = excluded.record, state = excluded.state,
         updated_at = excluded.updated_at`,
    )
    .run(
      spare.id,
      lane,
      spare.place,
      spare.token.serial,
      spare.issuance ?? null,
      spare.record ?? null,
      JSON.stringify(spare),
      at,
    );
}

/** The tokens of a lane, in the order of being seen first. */
export function sparesOf(vault: Vault, lane: string): readonly Spare[] {
  return vault.db
    .prepare<[string], { state: string }>('SELECT state FROM lane_tokens WHERE lane = ? ORDER BY place')
    .all(lane)
    .map(({ state }) => restored(state));
}

export function readSpare(vault: Vault, id: string): Spare | undefined {
  return one(vault.db.prepare<[string], { state: string }>('SELECT state FROM lane_tokens WHERE id = ?').get(id));
}

export function spareOfToken(vault: Vault, lane: string, token: TokenSerial): Spare | undefined {
  return one(
    vault.db
      .prepare<[string, string], { state: string }>('SELECT state FROM lane_tokens WHERE lane = ? AND token = ?')
      .get(lane, token),
  );
}

/** Tokens of any lane whose attempt has not come to an end: what a start settles. */
export function openSpares(vault: Vault): readonly { readonly lane: string; readonly spare: Spare }[] {
  return vault.db
    .prepare<[], { lane: string; state: string }>(
      `SELECT lane, state FROM lane_tokens WHERE state ->> '$.stage' IN ('prepared', 'writing', 'written') ORDER BY rowid`,
    )
    .all()
    .map(({ lane, state }) => ({ lane, spare: restored(state) }));
}

/** What became of the delivery of each record of a lane. */
export function deliveriesIn(vault: Vault, lane: string): ReadonlyMap<string, Delivery> {
  const rows = vault.db
    .prepare<[string], { record: string; state: Delivery }>(
      'SELECT o.record, o.state FROM outbox o JOIN lane_tokens t ON t.record = o.record WHERE t.lane = ?',
    )
    .all(lane);
  return new Map(rows.map(({ record, state }) => [record, state]));
}

function one(row: { readonly state: string } | undefined): Spare | undefined {
  return row === undefined ? undefined : restored(row.state);
}

/** JSON leaves out what is undefined. */
function restored(state: string): Spare {
  return {
    issuance: undefined,
    problem: undefined,
    record: undefined,
    proof: undefined,
    ...(JSON.parse(state) as Omit<Spare, 'issuance' | 'problem' | 'record' | 'proof'>),
  };
}
