import { afterAll, beforeAll, expect, test } from 'vitest';
import { snapshot } from '../../domain/contract/station.ts';
import { partsReply, stationManifest } from '../../domain/contract/station-parts.ts';
import { readySnapshot } from '../../server/station/snapshot.ts';
import { toldParts } from '../../server/station/told-parts.ts';
import { beside } from './beside.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import type { TestStation } from './test-station.ts';

let house: House;
let station: TestStation;
beforeAll(async () => {
  house = await openHouse();
  station = await house.enrol();
});
afterAll(() => house.close());

const store = () => house.server.installation.store;
const change = (sql: string) => rawSql(store(), sql);
const path = '/stations/self/parts';
const manifest = async () => stationManifest.parse((await station.request('GET', path)).json);
const fetch = async (names: readonly string[]) =>
  partsReply.parse((await station.request('POST', path, JSON.stringify({ names }))).json).parts;
let at = new Date('2026-11-22T12:00:00Z');
const everything = async (told: ReturnType<typeof toldParts>) => {
  const { parts, counted } = await told(at);
  return {
    hashes: Object.fromEntries([...parts].map(([name, { hash }]) => [name, hash])),
    people: counted.people.map((some) => JSON.stringify(some, Object.keys(some).sort())).sort(),
    tokens: counted.tokens.map((some) => JSON.stringify(some)).sort(),
  };
};

test('every part together is what a desk that knows no parts is told', async () => {
  await change(`INSERT INTO tokens (serial, model, firmware, transport, state, changed_at, office)
    VALUES ('20000001', 'YubiKey 5', '5.4.3', 'usb', 'issued', '', NULL), ('7', 'YubiKey 5', '5.4.3', 'usb', 'in stock', '', 'bern')`);
  await house.give('P1', { ownerId: await house.personId('amara.okafor'), tokenSerial: '20000001', slot: 1 });
  await store().issuanceQueue.put([await house.personId('jan.vandenberg')], 'root', '2026-11-22');
  const { parts, version } = await manifest();
  const fetched = await fetch(Object.keys(parts));
  expect(Object.fromEntries(Object.entries(fetched).map(([name, { hash }]) => [name, hash]))).toEqual(parts);
  const rows = (list: string) =>
    Object.entries(fetched).flatMap(([name, part]) => (name.startsWith(`${list}/`) ? part.rows : []));
  const whole = (await station.request('GET', '/stations/self/snapshot')).json;
  expect(snapshot.parse(whole).version).toBe(version);
  for (const list of ['people', 'tokens', 'stock', 'queue', 'shipments']) {
    expect(rows(list), list).toHaveLength(whole[list].length);
    expect(new Set(rows(list).map((row) => JSON.stringify(row)))).toEqual(
      new Set(whole[list].map((row: unknown) => JSON.stringify(row))),
    );
  }
  expect(fetched.rollout?.rows).toEqual([whole.rollout]);
  expect(whole).toMatchObject(fetched.rest?.rows[0] as object);
});

const changes: readonly (readonly [string, () => unknown, readonly string[]])[] = [
  [
    'a token that was switched off',
    () => change(`UPDATE credentials SET active = 0 WHERE serial = 'P1'`),
    ['tokens/0'],
  ],
  [
    'somebody renamed, with what they own and where they wait',
    () => change(`UPDATE people SET username = 'jan.new' WHERE username = 'jan.vandenberg'`),
    ['people/0', 'queue/0'],
  ],
  ['a token on another shelf', () => change(`UPDATE tokens SET office = 'oslo' WHERE serial = '7'`), ['stock/7']],
  [
    'a group that requires a token',
    () => change(`INSERT INTO group_settings VALUES ('everyone', 'require_token', 'allow')`),
    ['people/0', 'rollout'],
  ],
  ['whom people ask', () => store().settings.set('contact', 'Room 9'), ['rest', 'rollout']],
  [
    'a token that is gone, the last of its part',
    () => change(`DELETE FROM tokens WHERE serial = '7'`),
    ['rollout', 'stock/7'],
  ],
  [
    'a credential that ended, the last of its part',
    async () => store().credentials.end((await store().credentials.bySerial('P1'))?.id ?? -1, 'now'),
    ['rollout', 'tokens/0'],
  ],
];
test.each(changes)('%s changes its parts and no other', async (_what, happens, expected) => {
  const before = (await manifest()).parts;
  await happens();
  const after = (await manifest()).parts;
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  expect([...names].filter((name) => before[name] !== after[name]).sort()).toEqual(expected);
});

test('what is kept up to date is what another server reads anew, after any acts', async () => {
  const kept = toldParts(store());
  await everything(kept);
  let seed = 7;
  const draw = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const people = (await store().people.all()).map(({ id }) => id);
  const anybody = () => people[draw(people.length)] ?? 0;
  let made = 0;
  const next = () => {
    made += 1;
    return made;
  };
  const soon = () => new Date(at.getTime() + (draw(240) - 60) * 60_000).toISOString();
  const acts: readonly (() => unknown)[] = [
    () => house.give(`R${next()}`, { ownerId: anybody(), slot: 1 }),
    () => change(`UPDATE credentials SET owner_id = ${anybody()} WHERE serial = 'R${draw(made) + 1}'`),
    () => change(`UPDATE credentials SET owner_id = NULL WHERE serial = 'R${draw(made) + 1}'`),
    () => change(`UPDATE credentials SET revoked = 1, active = 0 WHERE serial = 'R${draw(made) + 1}'`),
    () => change(`UPDATE credentials SET max_tries = ${draw(3)} WHERE serial LIKE 'R%${draw(10)}'`),
    () => change(`UPDATE credentials SET tries = tries + 1 WHERE serial LIKE 'R%${draw(10)}'`),
    () => change(`UPDATE credentials SET successes = 1, max_successes = 1 WHERE serial LIKE 'R%${draw(10)}'`),
    () => change(`UPDATE credentials SET rollout_state = 'verify' WHERE serial LIKE 'R%${draw(10)}'`),
    () => change(`UPDATE credentials SET valid_from = '${soon()}' WHERE serial LIKE 'R%${draw(10)}'`),
    () => change(`UPDATE credentials SET valid_until = '${soon()}' WHERE serial LIKE 'R%${draw(10)}'`),
    () => {
      at = new Date(at.getTime() + draw(90) * 60_000);
    },
    () => change(`DELETE FROM credentials WHERE serial = 'R${draw(made) + 1}'`),
    () => change(`UPDATE people SET surname = 'S${draw(9)}', office = 'O${draw(4)}' WHERE id = ${anybody()}`),
    () => change(`UPDATE people SET username = 'u${next()}' WHERE id = ${anybody()}`),
    () => change(`UPDATE people SET gone_at = 'now' WHERE id = ${anybody()}`),
    () => change(`UPDATE people SET gone_at = NULL WHERE id = ${anybody()}`),
    () =>
      change(`INSERT INTO people (realm, resolver, username, user_id, given_name, surname, email, mobile, phone, office)
      SELECT 'other${next()}', resolver, username, user_id, '', '', '', '', '', 'O1' FROM people WHERE id = ${anybody()}`),
    () => store().issuanceQueue.put([anybody(), anybody()], 'root', 'now'),
    () => store().issuanceQueue.remove(anybody()),
    () =>
      change(`INSERT INTO tokens (serial, model, firmware, transport, state, changed_at, office)
      VALUES ('4${next()}', 'M', '', 'usb', 'in stock', '', 'bern')`),
    () => change(`UPDATE tokens SET state = 'lost', serial = serial || '1' WHERE serial LIKE '4%${draw(10)}'`),
    () => change(`DELETE FROM tokens WHERE serial LIKE '4%${draw(10)}'`),
    () => store().groups.join('everyone', anybody(), 'now'),
    () => store().groups.leave('everyone', anybody()),
    () => change(`DELETE FROM group_settings`),
    () => change(`INSERT INTO group_settings VALUES ('everyone', 'require_token', 'deny')`),
    () =>
      change(`INSERT INTO shipments (id, from_office, to_office, state, sent_at, sent_by)
      VALUES ('s${next()}', 'a', 'b', 'sent', '2026-${made}', 'root')`),
    () => change(`INSERT INTO shipment_tokens SELECT max(id), '5${next()}', 'on its way' FROM shipments`),
    () => change(`UPDATE shipment_tokens SET outcome = 'arrived' WHERE token LIKE '5%${draw(10)}'`),
  ];
  const seen = new Set<string>();
  for (let act = 0; act < 180; act += 1) {
    // Of those that the tables refuse, the others go on.
    await Promise.resolve(acts[draw(acts.length)]?.()).catch(() => {});
    if (act % 6 !== 5) continue;
    const anew = await beside(house.directory, (other) => everything(toldParts(other)));
    for (const some of anew.people) seen.add(JSON.parse(some).has);
    expect(await everything(kept), `after act ${act}`).toEqual(anew);
  }
  expect(Object.keys((await everything(kept)).hashes).length).toBeGreaterThan(8);
  expect([...seen].sort()).toEqual(['nothing', 'revoked', 'token']);
}, 120_000);

test('a database that was put back is told as it is, whatever was told since', async () => {
  const ready = () => readySnapshot(house.server.installation);
  const { version } = await ready();
  await change(`UPDATE people SET surname = 'After the backup' WHERE id = ${await house.personId('amara.okafor')}`);
  expect((await ready()).version).not.toBe(version);
  await change(`UPDATE people SET surname = 'Okafor' WHERE id = ${await house.personId('amara.okafor')}`);
  const before = (await ready()).parts;
  // As a backup has it: the rows of then with the revision of then, and no mark of what came later.
  const [revision] = await rawSql<{ number: number }>(store(), 'SELECT number FROM content_revision');
  await change(`UPDATE people SET surname = 'Long ago' WHERE id = ${await house.personId('amara.okafor')}`);
  await change(`DELETE FROM content_parts`);
  await change('DELETE FROM content_revision');
  await change(`INSERT INTO content_revision VALUES (${(revision?.number ?? 0) - 3})`);
  const after = (await ready()).parts;
  expect([...after].filter(([name, { hash }]) => before.get(name)?.hash !== hash).map(([name]) => name)).toEqual([
    'people/0',
  ]);
});

test('a database that was put back and has gone on past its old revision is told as it is', async () => {
  const ready = async () => (await readySnapshot(house.server.installation)).parts;
  const numberNow = async () =>
    (await rawSql<{ number: number }>(store(), 'SELECT number FROM content_revision'))[0]?.number ?? 0;
  const amara = await house.personId('amara.okafor');
  const [{ surname }] = (await change(`SELECT surname FROM people WHERE id = ${amara}`)) as [{ surname: string }];
  await change(`INSERT INTO tokens (serial, model, firmware, transport, state, changed_at, office)
    VALUES ('81', 'YubiKey 5', '5.4.3', 'usb', 'in stock', '', 'bern')`);
  const before = await ready();
  const standings = await store().toldRows.standings();
  const number = await numberNow();
  await change(`UPDATE people SET surname = 'Undone' WHERE id = ${amara}`);
  expect((await ready()).get('people/0')?.hash).not.toBe(before.get('people/0')?.hash);
  const past = await numberNow();

  await change(`UPDATE people SET surname = '${surname}' WHERE id = ${amara}`);
  await change('DELETE FROM content_parts');
  for (const { list, part, revision } of standings) {
    await change(`INSERT INTO content_parts VALUES ('${list}', '${part}', ${revision})`);
  }
  await change('DELETE FROM content_revision');
  await change(`INSERT INTO content_revision VALUES (${number})`);
  while ((await numberNow()) <= past) await change(`UPDATE tokens SET state = 'in stock' WHERE serial = '81'`);
  expect((await ready()).get('people/0')?.hash).toBe(before.get('people/0')?.hash);
});

test('no revision comes a second time', async () => {
  const numbers = new Set<number>();
  for (let time = 0; time < 30; time += 1) {
    await change('DELETE FROM content_revision');
    await change('INSERT INTO content_revision VALUES (1000)');
    await change(`UPDATE tokens SET state = 'in stock' WHERE serial = '81'`);
    for (const { number } of await rawSql<{ number: number }>(store(), 'SELECT number FROM content_revision'))
      numbers.add(number);
  }
  expect(numbers.size).toBeGreaterThan(28);
});

test('an answer without news is empty, and a part that is not there is not told', async () => {
  const first = await station.request('GET', path);
  const again = await station.request('GET', path, '', { headers: { 'if-none-match': String(first.headers.etag) } });
  expect([again.status, again.text]).toEqual([304, '']);
  expect(await fetch(['people/999', 'nothing', 'rest'])).toEqual({ rest: expect.anything() });
  expect(await fetch(['people/999'])).toEqual({});
  expect((await station.request('POST', path, '{"names":[]}')).status).toBe(422);
  expect((await station.request('POST', path, '{"names":["rest"]}', { key: true })).status).toBe(401);
  await store().stations.setOffice(station.id, 'bern');
  const moved = await station.request('GET', path, '', { headers: { 'if-none-match': String(first.headers.etag) } });
  expect(stationManifest.parse(moved.json)).toMatchObject({ stationOffice: 'bern', parts: first.json.parts });
});

test('an answer is bounded, and what is left is asked for again', async () => {
  const numbers = Array.from(
    { length: 9000 },
    (_, n) => `('office', 'many', 'many${n}', 'many${n}', 'Given', 'Name', '${'x'.repeat(150)}', '', '', '')`,
  );
  for (let from = 0; from < numbers.length; from += 1000) {
    await change(
      `INSERT INTO people (realm, resolver, username, user_id, given_name, surname, email, mobile, phone, office)
       VALUES ${numbers.slice(from, from + 1000).join(',')}`,
    );
  }
  const { parts } = await manifest();
  const missing = new Set(Object.keys(parts));
  let answers = 0;
  for (; missing.size > 0; answers += 1) {
    const reply = await station.request('POST', path, JSON.stringify({ names: [...missing] }));
    expect(reply.text.length).toBeLessThan(1_500_000);
    for (const [name, { hash }] of Object.entries(partsReply.parse(reply.json).parts)) {
      expect(hash).toBe(parts[name]);
      missing.delete(name);
    }
  }
  expect(answers).toBeGreaterThan(1);
  expect(answers).toBeLessThan(6);
}, 120_000);
