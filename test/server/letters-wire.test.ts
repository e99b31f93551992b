import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { type Administration, administration, told } from './administration.ts';
import { auditEntries } from './audit-chain.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';

let house: House;
let admin: Administration;
const leilani = { user: 'leilani.keola', realm: 'office' };
const textOf = (letter: { value: string }) =>
  execFileSync('pdftotext', ['-layout', '-', '-'], { input: Buffer.from(letter.value, 'base64'), encoding: 'utf8' });

beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
});
afterAll(() => house.close());
beforeEach(() => rawSql(house.server.installation.store, 'DELETE FROM policies'));

const enrol = (fields: Record<string, string> = {}) =>
  admin.post('/token/init', { type: 'hotp', genkey: '1', serial: 'H1', ...leilani, ...fields });
const randomPin = (more = '') => admin.post('/policy/pin', { scope: 'enrollment', action: `otp_pin_random=12${more}` });

test('a random PIN comes in a letter for who asks, once, and its login works', async () => {
  await randomPin(', pinhandling=letter');
  const { detail } = (await enrol({ letter: 'a4', letter_language: 'de', genkey: '', otpkey: '05'.repeat(20) })).json;
  expect(detail.letter.content_type).toBe('application/pdf');
  const text = textOf(detail.letter);
  expect(text).toContain('Die PIN zu Ihrem Token');
  expect(text).toContain(detail.pin);
  expect(text).toContain('H1');
  const pass = detail.pin + hotp(Buffer.alloc(20, 5), 0);
  expect((await house.client.form('/validate/check', { ...leilani, pass })).json.result.value).toBe(true);
  const shown = JSON.stringify(await auditEntries(house.server.installation.store));
  expect(shown).not.toContain(detail.pin);
  for (const name of readdirSync(house.directory, { recursive: true, withFileTypes: true })) {
    if (name.isFile()) expect(readFileSync(join(name.parentPath, name.name)).includes(detail.pin)).toBe(false);
  }
  expect((await admin.get('/token/?serial=H1')).text).not.toContain(detail.pin);
});

test('without the policy there is no letter, and without the wish only the PIN', async () => {
  expect((await enrol({ letter: 'a4', pin: '1234' })).json.detail).not.toHaveProperty('letter');
  await randomPin();
  expect((await enrol({ letter: 'a4' })).json.detail).not.toHaveProperty('letter');
  await randomPin(', pinhandling=letter');
  const { detail } = (await enrol()).json;
  expect(detail.pin).toMatch(/^\w{12}$/);
  expect(detail).not.toHaveProperty('letter');
});

test('an unknown paper or language makes no token', async () => {
  await randomPin(', pinhandling=letter');
  expect(told(await enrol({ serial: 'H2', letter: 'a5' }))).toEqual([400, 905]);
  expect(told(await enrol({ serial: 'H2', letter: 'a4', letter_language: 'xx' }))).toEqual([400, 905]);
  expect(await admin.token('H2')).toBeUndefined();
});

test('a PIN that is drawn anew comes in a letter too', async () => {
  await enrol();
  await admin.post('/policy/set', { scope: 'admin', action: '*, otp_pin_set_random=8' });
  const { detail } = (await admin.post('/token/setrandompin/H1', { letter: 'letter' })).json;
  expect(textOf(detail.letter)).toContain(detail.pin);
});

test('the password that replaces a lost token comes in a letter', async () => {
  await enrol();
  const value = told(await admin.post('/token/lost/H1', { letter: 'letter' })) as {
    readonly password: string;
    readonly letter: { readonly value: string };
  };
  const text = textOf(value.letter);
  expect(text).toContain(value.password);
  expect(text).toContain('your token was reported as lost');
  expect(told(await admin.post('/token/lost/H1'))).not.toHaveProperty('letter');
});

test('texts and sender are settings, and one that could tell nothing is refused', async () => {
  await randomPin(', pinhandling=letter');
  const set = (fields: Record<string, string>) => admin.post('/system/setConfig', fields).then(told);
  expect(await set({ 'pinletter.text.en': 'No secret' })).toEqual([400, 905]);
  await set({ 'pinletter.text.en': 'To {username}:\n\n{secret}', 'letter.sender': 'Desk, Sample Road 1' });
  const text = textOf((await enrol({ letter: 'letter' })).json.detail.letter);
  expect(text).toContain('To leilani.keola:');
  expect(text).toContain('Desk, Sample Road 1');
});
