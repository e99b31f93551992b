import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { snapshot } from '../../domain/contract/station.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import { type ReadySnapshot, readySnapshot, snapshotBytes } from '../../server/station/snapshot.ts';
import { beside } from './beside.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

let house: House;
beforeAll(async () => {
  // Who controls trust may change with the day: a midnight would be news.
  house = await openHouse(() => new Date('2026-11-21T12:00:00Z'));
});
afterAll(() => house.close());

const ready = () => readySnapshot(house.server.installation);

test('makes nothing anew for a poll without news, however often codes are checked meanwhile', async () => {
  await house.give('H1', { ownerId: await house.personId('amara.okafor') });
  const first = await ready();
  for (const counter of [0, 1]) {
    const login = { user: 'amara.okafor', realm: 'office', pass: hotp(rfcSeed, counter) };
    expect((await house.client.form('/validate/check', login)).json.result.value).toBe(true);
  }
  await house.client.form('/validate/check', { user: 'amara.okafor', realm: 'office', pass: '000000' });
  expect(await ready()).toBe(first);
  const asked = vi.spyOn(store().db.getExecutor(), 'executeQuery');
  await ready();
  const answers = await Promise.all(asked.mock.results.map(({ value }) => value));
  expect(asked.mock.calls.map(([{ sql }]) => /from "(\w+)"/.exec(sql)?.[1])).toEqual([
    'content_revision',
    'system_settings',
  ]);
  expect(answers.every(({ rows }) => rows.length <= 1)).toBe(true);
  asked.mockClear();
  await add('news');
  await ready();
  expect(asked.mock.calls.length).toBeGreaterThan(10);
  asked.mockRestore();
});

test('makes one snapshot for all stations that ask at once, with what changed right before', async () => {
  const before = await ready();
  await add('new0');
  const asked = await Promise.all([1, 2, 3, 4, 5].map(ready));
  expect(asked[0]).not.toBe(before);
  expect(new Set(asked).size).toBe(1);
  const bytes = await snapshotBytes(asked[0] as ReadySnapshot, { office: null }, new Date(), false);
  expect(JSON.parse(bytes.toString()).people).toContainEqual(expect.objectContaining({ username: 'new0' }));
});

const letterSender = "INSERT INTO system_settings (name, value, description) VALUES ('letter.sender', 'Example', '')";
const news: readonly (readonly [string, () => unknown])[] = [
  ['a person who was added', () => add('new1')],
  ['a credential that was added', () => house.give('H2')],
  [
    'a credential that was disabled',
    async () => store().credentials.disable((await store().credentials.bySerial('H1'))?.id ?? -1),
  ],
  [
    'a credential that ended',
    async () => store().credentials.end((await store().credentials.bySerial('H1'))?.id ?? -1, 'now'),
  ],
  [
    'an owner who changed',
    async () => store().changes.setOwner((await store().credentials.bySerial('H2'))?.id ?? -1, 1, 'now'),
  ],
  ['whom people ask', () => store().settings.set('contact', 'Room 12')],
  ['who the organisation is', () => elsewhere(letterSender)],
  ['a right that was granted in another process', () => elsewhere("UPDATE admins SET rights = ''")],
  ['a person whom another process renamed', () => elsewhere("UPDATE people SET surname = 'X' WHERE username = 'new1'")],
];
test.each(news)('tells of %s', async (_what, happens) => {
  const before = await ready();
  await happens();
  expect((await ready()).version).not.toBe(before.version);
});

test('sends the same snapshot plain and compressed, each with the time at the server', async () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const plain = await snapshotBytes(await ready(), { office: null }, now, false);
  const packed = await snapshotBytes(await ready(), { office: null }, now, true);
  expect(gunzipSync(packed)).toEqual(plain);
  expect(packed.length).toBeLessThan(plain.length / 2);
  expect(snapshot.parse(JSON.parse(plain.toString()))).toMatchObject({ serverTime: now.toISOString() });
  const station = await house.enrol();
  const ask = (headers: Record<string, string>) => station.request('GET', '/stations/self/snapshot', '', { headers });
  expect((await ask({ 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip');
  expect((await ask({ 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined();
  expect((await ask({})).json.people).toHaveLength(23);
});

test('tells a station which office it stands in, and that this has changed', async () => {
  const station = await house.enrol();
  const ask = (headers: Record<string, string> = {}) =>
    station.request('GET', '/stations/self/snapshot', '', { headers });
  const before = await ask();
  expect(before.json.stationOffice).toBeNull();
  await store().stations.setOffice(station.id, 'madrid');
  const after = await ask({ 'if-none-match': String(before.headers.etag) });
  expect([after.status, after.json.stationOffice]).toEqual([200, 'madrid']);
  expect((await ask({ 'if-none-match': String(after.headers.etag) })).status).toBe(304);
});

function store() {
  return house.server.installation.store;
}

async function add(username: string): Promise<void> {
  const rest = { givenName: '', surname: '', email: '', office: '', phone: '', mobile: '' };
  await store().people.add({ realm: 'office', username, userId: username, ...rest });
}

function elsewhere(sql: string): Promise<unknown> {
  return beside(house.directory, (other) => rawSql(other, sql));
}

test('abandons what is being made when the server is told to close, and touches no database afterwards', async () => {
  const other = await openHouse();
  const { installation } = other.server;
  const { toldRows } = installation.store;
  const { people } = toldRows;
  const isOver = () => {
    const another = readySnapshot(installation).then(
      () => false,
      () => true,
    );
    return Promise.race([another, setTimeout(20, false)]);
  };
  const begun = new Promise<void>((resolve) => {
    Object.assign(toldRows, {
      people: async (part: string, at: Date) => {
        resolve();
        while (!(await isOver()));
        return people(part, at);
      },
    });
  });
  const asked = readySnapshot(installation).catch((error: unknown) => error);
  await begun;
  await other.close();
  const busy = { message: 'The server is being stopped. Try again.', retryAfterSeconds: 5 };
  expect(await asked).toMatchObject(busy);
  await expect(readySnapshot(installation)).rejects.toMatchObject(busy);
});
