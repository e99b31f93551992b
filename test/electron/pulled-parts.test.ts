import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { snapshot } from '../../domain/contract/station.ts';
import { pull } from '../../electron/sync/pull.ts';
import type { ServerClient } from '../../electron/sync/server-client.ts';
import { finishApplying } from '../../electron/vault/apply-parts.ts';
import { closeVault, commit, openVault, type Vault } from '../../electron/vault/database.ts';
import { addVerifier, keepSignIn, verifiersOf } from '../../electron/vault/desk-controllers.ts';
import { toldInParts } from '../../electron/vault/known-parts.ts';
import { putOff, readQueue } from '../../electron/vault/queue.ts';
import { endServerTokens } from '../../electron/vault/server-tokens.ts';
import { applySnapshot, distrustSnapshot, pulledSnapshot } from '../../electron/vault/snapshot.ts';
import { putStock } from '../../electron/vault/stock.ts';
import { type House, openHouse } from '../server/house.ts';
import { rawSql } from '../server/raw-sql.ts';
import type { TestStation } from '../server/test-station.ts';
import { newDirectory } from './desk-at-work.ts';

let house: House;
let station: TestStation;
let vault: Vault;
/** What was asked, newest last: `GET`, or the names of parts. */
let asked: (string | readonly string[])[];
/** What happens before a request is sent; may throw, as the network does. */
let before: (what: string | readonly string[]) => unknown = () => {};
/** The server is one that knows nothing of parts. */
let isOlder = false;

beforeAll(async () => {
  house = await openHouse();
  station = await house.enrol();
  const people = Array.from(
    { length: 5000 },
    (_, n) => `('office', 'many', 'many${n}', 'many${n}', 'Given', 'Name ${n}', '', '', '', '')`,
  );
  const tokens = Array.from(
    { length: 5000 },
    (_, n) => `('${20_000_000 + n}', 'YubiKey 5', '', 'usb', 'in stock', '', 'bern')`,
  );
  await change(
    `INSERT INTO people (realm, resolver, username, user_id, given_name, surname, email, mobile, phone, office) VALUES ${people.join(',')}`,
  );
  await change(
    `INSERT INTO tokens (serial, model, firmware, transport, state, changed_at, office) VALUES ${tokens.join(',')}`,
  );
  await house.give('P1', { ownerId: await house.personId('amara.okafor'), tokenSerial: '20000001', slot: 1 });
  await house.give('P2', { ownerId: await house.personId('many1'), tokenSerial: '20000002', slot: 1 });
  await store().issuanceQueue.put([await house.personId('many1'), await house.personId('many2')], 'root', '2026-11-22');
});
afterAll(() => house.close());
beforeEach(async () => {
  asked = [];
  before = () => {};
  isOlder = false;
  vault = await openVault(newDirectory(), undefined);
});
afterEach(() => closeVault(vault));

const store = () => house.server.installation.store;
const change = (sql: string) => rawSql(store(), sql);

const client: ServerClient = {
  async ask({ method, path, body, etag }) {
    const what = body === undefined ? method : (body as { names: readonly string[] }).names;
    await before(what);
    asked.push(what);
    const headers = etag === undefined ? {} : { 'if-none-match': etag };
    const text = body === undefined ? '' : JSON.stringify(body);
    const there = isOlder && path === '/stations/self/parts' ? '/stations/self/not-yet' : path;
    const reply = await station.request(method, there, text, { headers });
    return { status: reply.status, etag: String(reply.headers.etag ?? ''), date: '', body: reply.json };
  },
  close: () => {},
};
const parts = (crashPoint: (name: string) => void = () => {}) =>
  ({ vault, now: () => new Date(), crashPoint }) as never;
const pulled = (crashPoint?: (name: string) => void, isOver?: () => boolean) => pull(parts(crashPoint), client, isOver);

/** What the desk knows, as the server would tell it. */
function known() {
  const all = (sql: string) =>
    vault.db
      .prepare(sql)
      .raw()
      .all()
      .map((row) => JSON.stringify(row))
      .sort();
  return {
    people: all('SELECT realm, username, user_id, given_name, surname, email, office FROM holders'),
    tokens: all('SELECT serial, token, type, active, revoked, owner_username FROM server_tokens'),
    stock: all('SELECT serial, model, state, office FROM stock'),
    queue: readQueue(vault),
    office: vault.db.prepare(`SELECT value FROM meta WHERE key = 'station-office'`).pluck().get(),
  };
}

/** What the server says, from its tables. */
async function said() {
  const all = async (sql: string) =>
    (await rawSql<object>(store(), sql)).map((row) => JSON.stringify(Object.values(row))).sort();
  const queue = await store().issuanceQueue.all();
  return {
    people: await all(
      'SELECT realm, username, user_id, given_name, surname, email, office FROM people WHERE gone_at IS NULL',
    ),
    tokens:
      await all(`SELECT serial, coalesce(token_serial, '') AS token, type, active, revoked, coalesce(username, '') AS owner
      FROM credentials LEFT JOIN people ON people.id = owner_id WHERE ended_at IS NULL`),
    stock: await all(`SELECT serial, model, state, coalesce(office, '') AS office FROM tokens`),
    queue: queue.map(({ realm, username, office, queuedAt }) => ({ realm, username, office, since: queuedAt })),
    office: JSON.stringify((await store().stations.find(station.id))?.office ?? null),
  };
}

const names = () => asked.flatMap((what) => (typeof what === 'string' ? [] : what)).sort();

test('fetches everything once, then only the parts that changed, and nothing without news', async () => {
  await pulled();
  expect(known()).toEqual(await said());
  expect(names().length).toBeGreaterThan(100);
  asked = [];
  expect(await pulled()).toBe(false);
  expect(asked).toEqual(['GET']);
  asked = [];
  await change(`UPDATE tokens SET state = 'issued', office = NULL WHERE serial = '20000042'`);
  await house.give('P3', { ownerId: await house.personId('many3'), tokenSerial: '20000042', slot: 1 });
  expect(await pulled()).toBe(true);
  expect(names()).toEqual(['rollout', 'stock/42', 'tokens/0']);
  expect(known()).toEqual(await said());
});

const changes: readonly (readonly [string, () => unknown])[] = [
  ['somebody who left', () => change(`UPDATE people SET gone_at = 'now' WHERE username = 'many7'`)],
  ['somebody renamed', () => change(`UPDATE people SET username = 'renamed' WHERE username = 'many2'`)],
  ['a whole part of people who left', () => change(`UPDATE people SET gone_at = 'now' WHERE id BETWEEN 3000 AND 3999`)],
  ['almost everybody renamed', () => change(`UPDATE people SET surname = surname || '!' WHERE resolver = 'many'`)],
  [
    'a credential that ended',
    async () => store().credentials.end((await store().credentials.bySerial('P2'))?.id ?? -1, 'now'),
  ],
  [
    'a credential that came back under its name, in another part',
    async () => {
      await change(`UPDATE credentials SET ended_at = 'now' WHERE serial = 'P1'`);
      await change(`UPDATE credentials SET serial = 'P1', ended_at = NULL, id = id + 5000 WHERE serial = 'P2'`);
    },
  ],
  ['tokens that are gone', () => change(`DELETE FROM tokens WHERE serial LIKE '2000499%'`)],
  ['every token on another shelf', () => change(`UPDATE tokens SET office = 'oslo' WHERE office = 'bern'`)],
  ['a queue that was emptied', async () => store().issuanceQueue.remove(await house.personId('many1'))],
  ['another office of the station', () => store().stations.setOffice(station.id, 'madrid')],
  [
    'an older database',
    async () => {
      await change(`UPDATE people SET surname = 'Of old' WHERE username = 'many9'`);
      await change('DELETE FROM content_parts');
      await change('UPDATE content_revision SET number = 1');
    },
  ],
];
test('knows what the server knows after whatever changed there', async () => {
  await pulled();
  for (const [what, happens] of changes) {
    await happens();
    await pulled();
    expect(known(), what).toEqual(await said());
  }
});

test('a network that goes away costs what was under way, and nothing is fetched twice', async () => {
  let requests = 0;
  before = (what) => {
    requests += 1;
    if (typeof what !== 'string' && requests % 2 === 0) throw new Error('the network is away');
  };
  const fetched: string[] = [];
  let failures = 0;
  for (let done = false; !done; ) {
    asked = [];
    await pulled().then(
      () => {
        done = true;
      },
      () => {
        failures += 1;
        expect(pulledSnapshot(vault)).toBeUndefined();
        expect(known().people).toEqual([]);
        if (failures > 50) throw new Error('it never ends');
        requests += failures % 2;
      },
    );
    fetched.push(...names());
  }
  expect(failures).toBeGreaterThan(0);
  expect(known()).toEqual(await said());
});

test('what the server changes while parts are fetched is fetched again, and never half of it is in force', async () => {
  await pulled();
  await change(`UPDATE people SET given_name = 'One' WHERE id IN (1500, 2500)`);
  let moved = false;
  before = async (what) => {
    if (typeof what === 'string' || moved) return;
    moved = true;
    await change(`UPDATE people SET given_name = 'Two' WHERE id IN (1500, 2500)`);
  };
  await pulled();
  expect(asked.filter((what) => what === 'GET').length).toBeGreaterThan(2);
  expect(known()).toEqual(await said());
});

test('ended at any moment, the desk has the old state or, when it is opened again, the new one', async () => {
  await pulled();
  const old = known();
  await change(`UPDATE people SET given_name = given_name || 'x' WHERE resolver = 'many'`);
  await change(`UPDATE tokens SET office = 'lagos' WHERE office IS NOT NULL`);
  await change(`DELETE FROM tokens WHERE serial LIKE '200033%'`);
  const { directory } = vault;
  let points = 0;
  const crash = (at: number) => () => {
    points += 1;
    if (points === at) throw new Error('crash');
  };
  const expected = await said();
  expect(expected.people).not.toEqual(old.people);
  // In the middle, before the first part, and after two; each time made good at the next opening.
  for (const at of [40, 1, 3]) {
    points = 0;
    await expect(pulled(crash(at))).rejects.toThrow('crash');
    closeVault(vault);
    vault = await openVault(directory, undefined);
    await finishApplying(vault, { crashPoint: () => {}, isOver: () => false });
    expect(known(), `crash ${at}`).toEqual(expected);
    expect(vault.db.prepare('SELECT count(*) FROM fetched_parts').pluck().get()).toBe(0);
    asked = [];
    expect(await pulled()).toBe(false);
    expect(asked).toEqual(['GET']);
    await change(`UPDATE people SET given_name = 'round ${at}' WHERE resolver = 'many'`);
    Object.assign(expected, await said());
  }
});

test('whoever closes the app waits for one slice, and the rest is put in force at the next opening or pull', async () => {
  await pulled();
  for (const [round, goesOn] of [
    () => finishApplying(vault, { crashPoint: () => {}, isOver: () => false }),
    () => pulled(),
  ].entries()) {
    await change(`UPDATE people SET given_name = 'closing ${round}' WHERE resolver = 'many'`);
    let slices = 0;
    const closing = pulled(
      () => {
        slices += 1;
      },
      () => slices === 3,
    );
    await expect(closing).rejects.toMatchObject({ code: 'vault/locked' });
    expect(known()).not.toEqual(await said());
    await goesOn();
    expect(known()).toEqual(await said());
  }
});

test('what was changed here is the server’s again after the next news, and at once after a dispute', async () => {
  await pulled();
  const there = known();
  const here = () => {
    commit(vault, () => {
      putStock(vault, { serial: '20000005' as never, model: 'X', state: 'lost', office: '' });
      putStock(vault, { serial: '99999999' as never, model: 'X', state: 'lost', office: '' });
      endServerTokens(vault, '20000042' as never, 'ended');
    });
    expect(known()).not.toEqual(there);
  };
  here();
  asked = [];
  expect(await pulled()).toBe(false);
  expect(known()).not.toEqual(there);
  commit(vault, () => distrustSnapshot(vault));
  await pulled();
  expect(names()).toEqual(['stock/05', 'tokens/0']);
  expect(known()).toEqual(there);
  here();
  await change(`UPDATE people SET surname = 'News' WHERE username = 'many11'`);
  await pulled();
  expect(known()).toEqual(await said());
});

test('a vault that knows no parts has what the server tells after one pull, and nothing else', async () => {
  const whole = (await station.request('GET', '/stations/self/snapshot')).json;
  const gone = { ...whole.people[0], username: 'gone', userId: 'gone' };
  const old = snapshot.parse({ ...whole, people: [...whole.people, gone] });
  commit(vault, () => applySnapshot(vault, old, '"of another kind"', ''));
  expect(known().people).toHaveLength(old.people.length);
  await pulled();
  expect(known()).toEqual(await said());
});

test('takes all at once from a server older than parts, says no office to it, and goes on by parts when it is updated', async () => {
  isOlder = true;
  expect(await pulled()).toBe(true);
  expect({ ...known(), queue: [] }).toEqual({ ...(await said()), queue: [] });
  expect(toldInParts(vault)).toBe(false);
  expect(await pulled()).toBe(false);
  await change(`UPDATE people SET surname = 'Older' WHERE username = 'many12'`);
  isOlder = false;
  await pulled();
  expect(toldInParts(vault)).toBe(true);
  expect(known()).toEqual(await said());
});

test('whoever was put off here stays so when the queue changes', async () => {
  await store().issuanceQueue.put([await house.personId('many20'), await house.personId('many21')], 'root', '2026');
  await pulled();
  commit(vault, () => putOff(vault, 'office', readQueue(vault)[0]?.username ?? ''));
  const last = readQueue(vault).at(-1)?.username;
  await store().issuanceQueue.put([await house.personId('many22')], 'root', '2026');
  await pulled();
  expect(readQueue(vault).at(-1)?.username).toBe(last);
  expect(readQueue(vault).map(({ username }) => username)).toContain('many22');
});

test('what a sign-in brought while a pull was under way stays, and goes with the first news that its token is gone', async () => {
  await pulled();
  const signIn = (): void => {
    commit(vault, () => {
      keepSignIn(vault, 'anna', 'now', { credential: 'NEW1', memoryKiB: 1, passes: 1 });
      addVerifier(vault, 'anna', 1, new Uint8Array(1));
    });
  };
  await change(`UPDATE people SET surname = 'Before' WHERE username = 'many12'`);
  let done = false;
  before = (what) => {
    if (typeof what === 'string' || done) return;
    done = true;
    signIn();
  };
  await pulled();
  expect([done, verifiersOf(vault, 'anna').length]).toEqual([true, 1]);
  before = () => {};
  await change(`UPDATE people SET surname = 'After' WHERE username = 'many12'`);
  await pulled();
  expect(verifiersOf(vault, 'anna')).toEqual([]);
});
