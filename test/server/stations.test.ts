import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { snapshot } from '../../domain/contract/station.ts';
import { listStations, revokeStation } from '../../server/commands/station.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { enrol, readCode } from './test-station.ts';

const key = () => ({ publicKey: generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '' });

let house: House;
let time = new Date('2026-11-21T12:00:00Z');
beforeAll(async () => {
  house = await openHouse(() => time);
});
afterAll(() => house.close());

test('names the authority that the server shows', async () => {
  const { caFingerprint, url } = readCode(await house.code());
  const ca = (await house.client.get('/ca.pem')).text;
  expect(createHash('sha256').update(new X509Certificate(ca).raw).digest('hex')).toBe(caFingerprint);
  expect(url).toBe(house.server.url);
});

test('enrols with a code once, within the hour', async () => {
  const code = await house.code();
  await enrol(house.client, code);
  await expect(enrol(house.client, code)).rejects.toThrow(/unknown, used or expired/);
  const late = await house.code();
  time = new Date(time.getTime() + 60 * 60_000);
  await expect(enrol(house.client, late)).rejects.toThrow(/unknown, used or expired/);
});

test('refuses a secret it never made and a key that is none', async () => {
  const body = async (over: object) =>
    JSON.stringify({ secret: readCode(await house.code()).secret, name: 'x', publicKey: 'A'.repeat(43), ...over });
  const send = async (over: object) => house.client.send('POST', '/stations/enrol', { body: await body(over) });
  expect((await send({ secret: 'x'.repeat(22) })).json.failure).toBe('enrolment-code');
  expect((await send({ publicKey: 'short' })).json.failure).toBe('refused');
});

test('a station whose reply was lost enrols again, with the same code or a new one, and is the same station', async () => {
  const { publicKey: other } = key();
  const { publicKey } = key();
  const { secret } = readCode(await house.code());
  const ask = (over: object = {}) =>
    house.client.send('POST', '/stations/enrol', { body: JSON.stringify({ secret, name: 'x', publicKey, ...over }) });
  const first = await ask();
  expect(first.status).toBe(200);
  expect((await ask()).json).toEqual(first.json);
  expect((await ask({ publicKey: other })).json.failure).toBe('enrolment-code');
  const again = await ask({ secret: readCode(await house.code()).secret });
  expect(again.json).toEqual(first.json);
});

test('a revoked station comes back by a new code only, and its chain goes on', async () => {
  const { installation } = house.server;
  const { publicKey } = key();
  const { secret } = readCode(await house.code());
  const ask = (over: object = {}) =>
    house.client.send('POST', '/stations/enrol', {
      body: JSON.stringify({ secret, name: 'Back', publicKey, ...over }),
    });
  const { station } = (await ask()).json;
  for (let sequence = 1; sequence <= 7; sequence += 1) {
    await installation.store.stations.advance(station, sequence, 'a'.repeat(64));
  }
  expect(await revokeStation(installation, 'Back')).toContain('no longer accepted');
  expect(await listStations(installation)).toMatch(new RegExp(`${station}  revoked .*  7 records`));
  expect((await ask()).json.failure).toBe('enrolment-code');
  expect((await ask({ secret: readCode(await house.code()).secret })).json.station).toBe(station);
  expect(await installation.store.stations.find(station)).toMatchObject({ revokedAt: null, lastSequence: 7 });
  await expect(revokeStation(installation, 'nobody')).rejects.toThrow(/no station 'nobody'/);
});

test('a station the server does not know keeps its name when it enrols again, unless another has it', async () => {
  const ask = async (station: string) => {
    const { secret } = readCode(await house.code());
    const body = JSON.stringify({ secret, name: 'x', publicKey: key().publicKey, station });
    return (await house.client.send('POST', '/stations/enrol', { body })).json.station;
  };
  const name = `st${'7'.repeat(16)}`;
  expect(await ask(name)).toBe(name);
  expect(await ask(name)).not.toBe(name);
});

test('keeps no secret of an enrolment code', async () => {
  const { secret } = readCode(await house.code());
  const rows = await rawSql(house.server.installation.store, 'SELECT * FROM enrolment_secrets');
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test('gives a snapshot that changes its version with its content only', async () => {
  const station = await house.enrol();
  const pull = () => station.request('GET', '/stations/self/snapshot');
  const first = await pull();
  const parsed = snapshot.parse(first.json);
  expect(parsed).toMatchObject({ realms: ['office'], controllers: ['root'], tokens: [], policies: [] });
  expect(parsed.people).toHaveLength(20);
  expect(first.headers.etag).toBe(`"${parsed.version}"`);
  time = new Date(time.getTime() + 1000);
  expect((await pull()).json.version).toBe(parsed.version);
  const signed = await station.issue({ serial: '1' });
  expect((await station.put(signed)).status).toBe(200);
  const after = snapshot.parse((await pull()).json);
  expect(after.version).not.toBe(parsed.version);
  expect(after.tokens).toEqual([
    {
      serial: 'UBOM00000001_1',
      tokenSerial: '1',
      type: 'hotp',
      active: true,
      revoked: false,
      owner: { realm: 'office', username: 'amara.okafor' },
    },
  ]);
});

test('answers 304 to a station that has this version', async () => {
  const station = await house.enrol();
  const etag = (await station.request('GET', '/stations/self/snapshot')).headers.etag as string;
  const unsigned = await house.client.get('/stations/self/snapshot', { 'if-none-match': etag });
  expect([unsigned.status, unsigned.json.failure]).toEqual([401, 'signature']);
  const same = await station.request('GET', '/stations/self/snapshot', '', { headers: { 'if-none-match': etag } });
  expect([same.status, same.text]).toEqual([304, '']);
});
