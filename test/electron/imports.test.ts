import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { asFailure } from '../../domain/failure.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import { importHandlers } from '../../electron/ipc/imports.ts';
import { administration } from '../server/administration.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { canaryFiles, holdsCanary } from '../server/imports/canary-files.ts';
import { figure7, figure7Password } from '../server/imports/pskc-files.ts';
import { upload } from '../server/imports/upload.ts';
import { rfcSeed } from '../server/test-station.ts';
import { bytes, newDirectory } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';

let house: House;
let at: HouseDesk;
let chosen: string | undefined;
const folder = newDirectory();
const seed = Buffer.from(rfcSeed).toString('hex');
beforeAll(async () => {
  house = await openHouse();
  at = await houseDesk(house, { chooseFile: async () => chosen });
});
beforeEach(async () => {
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
});
afterAll(async () => {
  await at?.desk.close();
  await house?.close();
});

async function choose(name: string, content: string) {
  chosen = join(folder, name);
  writeFileSync(chosen, content);
  return at.ask('imports/choose');
}
const wish = (more: object = {}) => ({
  ...{ kind: 'oathcsv' as const, realms: [], unchecked: false },
  ...{ password: new Uint8Array(), preSharedKey: new Uint8Array(), ...more },
});
const stored = (serial: string) => house.server.installation.store.credentials.bySerial(serial);

test('tells name, size and kind of a file, and nothing that is in it', async () => {
  const file = `H1,${seed},hotp,6\n`;
  expect(await choose('vendor.csv', file)).toEqual({ name: 'vendor.csv', bytes: file.length, looksLike: 'oathcsv' });
});

test.each([
  ['keys.xml', '<?xml version="1.0"?><KeyContainer Version="1.0"/>', 'pskc'],
  ['keys.xml', '<?xml version="1.0"?><ns:KeyContainer xmlns:ns="x"/>', 'pskc'],
  ['alpine.xml', '<Tokens><Token serial="1"/></Tokens>', 'aladdin-xml'],
  ['page.xml', '<html/>', null],
  ['log.csv', 'Yubico OTP,1/1/2026,1,vvcccc,0011,00,00,0', 'yubikeycsv'],
  ['ykman.csv', '5417533,vvcccccccccc,0011,00,,2026-01-01T00:00:00,', 'yubikeycsv'],
  ['picture.png', '\u0089PNG', null],
])('takes %s for what its beginning says', async (name, content, looksLike) => {
  expect((await choose(name, content))?.looksLike).toBe(looksLike);
});

test('says what would happen, does it, and forgets the file', async () => {
  await choose('two.csv', `H1,${seed},hotp,6\nT1,${seed.slice(2)}07,totp,6\n`);
  expect(await at.ask('imports/foresee', wish())).toEqual({
    ...{ keys: 2, faults: 0, firstFaults: [], passedOver: 0, firstPassedOver: [] },
    types: [
      { type: 'hotp', count: 1 },
      { type: 'totp', count: 1 },
    ],
  });
  expect(await stored('H1')).toBeUndefined();
  expect(await at.ask('imports/take', wish({ realms: ['office'] }))).toEqual({ imported: 2, leftOut: 0 });
  const { json } = await house.client.form('/validate/check', { serial: 'H1', pass: hotp(rfcSeed, 0) });
  expect(json.result.value).toBe(true);
  expect(await failureOf(at.ask('imports/take', wish()))).toMatchObject({ code: 'file/not-read' });
});

test('names what is here already, and imports nothing of such a file', async () => {
  await choose('again.csv', `H1,${seed},hotp,6\nNEW,${seed},hotp,6\n`);
  expect(await at.ask('imports/foresee', wish())).toMatchObject({
    faults: 1,
    firstFaults: [{ code: 'here-already', values: { serial: 'H1' } }],
  });
  expect(await failureOf(at.ask('imports/take', wish()))).toMatchObject({
    code: 'administration/refused',
    context: { said: expect.stringContaining('H1 is here already'), reason: 'seeds-kept-out', count: 1 },
  });
  expect(await stored('NEW')).toBeUndefined();
});

test('reads an encrypted file by its password, which is wiped and goes into no address', async () => {
  await choose('pskc.xml', figure7);
  const typed = bytes(figure7Password);
  const wanted = wish({ kind: 'pskc', password: typed });
  const foreseen = await at.desk.handle('imports/foresee', wanted as never);
  expect(foreseen).toMatchObject({ keys: 1, faults: 0 });
  expect([...typed].every((byte) => byte === 0)).toBe(true);
  const wrong = wish({ kind: 'pskc', password: bytes('another password') });
  expect(await failureOf(at.ask('imports/foresee', wrong))).toMatchObject({
    code: 'administration/refused',
    context: { reason: 'seed-file', remark: 'not-decrypted' },
  });
});

/** What a promise comes to, or the failure it ends in, as text. */
const answer = async (promise: Promise<unknown>) => JSON.stringify((await promise.catch(asFailure)) ?? null);

test('quotes nothing that is in a file, in whatever column: not to the window, on the wire or in the audit', async () => {
  const { store } = house.server.installation;
  const admin = await administration(house);
  const { position } = await store.audit.head();
  const told: string[] = [];
  for (const [kind, file] of canaryFiles) {
    await choose('canary.txt', file);
    // None of them is taken: what is right about one is only looked at.
    const foreseen = await answer(at.ask('imports/foresee', wish({ kind, preSharedKey: bytes('0'.repeat(32)) })));
    told.push(foreseen);
    if (/"faults":0/.test(foreseen)) continue;
    told.push((await upload(house, admin, file, { type: kind, psk: '0'.repeat(32) })).text);
  }
  const refused = told.filter((one) => one.includes('seeds-kept-out') || one.includes('seed-file'));
  expect(refused.length).toBeGreaterThan(canaryFiles.length);
  for await (const { entry } of store.audit.entries(position)) told.push(JSON.stringify(entry.detail));
  expect(told.length).toBeGreaterThan(2 * canaryFiles.length);
  expect(told.filter(holdsCanary).slice(0, 5)).toEqual([]);
  expect(holdsCanary(canaryFiles[0]?.[1] ?? '')).toBe(true);
});

test('forgets a file when it is told to', async () => {
  await choose('gone.csv', `GONE,${seed},hotp,6\n`);
  await at.ask('imports/forget');
  expect(await failureOf(at.ask('imports/foresee', wish()))).toMatchObject({ code: 'file/not-read' });
});

test('says no more than that nobody chose when the dialog was closed', async () => {
  chosen = undefined;
  expect(await at.ask('imports/choose')).toBeNull();
});

test('refuses a folder and what cannot be read', async () => {
  chosen = folder;
  expect(await failureOf(at.ask('imports/choose'))).toMatchObject({ code: 'file/not-read' });
  chosen = join(folder, 'nothing');
  expect(await failureOf(at.ask('imports/choose'))).toMatchObject({ code: 'file/not-read' });
});

test('asks a privacyIDEA server for no dry run: it would import', async () => {
  const asked = () => {
    throw new Error('the server was asked');
  };
  const station = { id: '1', name: 'Desk 1', server: 'https://pi.example.org', kind: 'privacyidea' as const };
  const context = {
    administration: { wire: asked },
    files: { open: async () => ({ name: 'a.csv', bytes: bytes('a,b') }) },
    appState: () => ({ station }),
  };
  const handlers = importHandlers(context as never);
  expect(await handlers['imports/choose'](undefined)).toMatchObject({ name: 'a.csv' });
  expect(await handlers['imports/foresee'](wish())).toBeNull();
});

test('never shows a seed to the window', () => {
  expect(JSON.stringify(at.seen)).not.toContain(seed);
  expect(JSON.stringify(at.seen)).not.toContain(seed.toUpperCase());
});
