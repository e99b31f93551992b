import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { heading, press, setUpDesk, tick } from './actions.ts';
import { type House, newHouse } from './launch.ts';
import { serverWire } from './server-wire.ts';

/*
 * Every action of privacyIDEA's pages on enrollment and authentication policies, by each of its names: chosen in the
 * editor, given its value, saved, seen in the list, and in force at the server under the name that is used now.
 */
type Scope = 'enrollment' | 'authentication';

/** What is done to the value; an action that is on or off is on when it is chosen. */
type Value = { readonly type: string } | { readonly choose: string | RegExp } | { readonly tick: string } | 'on';

interface Row {
  readonly scope: Scope;
  readonly name: string;
  readonly value: Value;
  /** The name of today, where it is another. */
  readonly now?: string;
  readonly means: string;
}

const enrolling = (name: string, value: Value, means: string, now?: string): Row => ({
  scope: 'enrollment',
  name,
  value,
  means,
  ...(now === undefined ? {} : { now }),
});
const loggingIn = (name: string, value: Value, means: string): Row => ({ scope: 'authentication', name, value, means });

const rows: readonly Row[] = [
  enrolling('max_token_per_realm', { type: '90' }, '90'),
  enrolling('tokencount', { type: '91' }, '91', 'max_token_per_realm'),
  enrolling('max_token_per_user', { type: '3' }, '3'),
  enrolling('maxtoken', { type: '4' }, '4', 'max_token_per_user'),
  enrolling('tokenlabel', { type: '<u>@<r>' }, '<u>@<r>'),
  enrolling('tokenissuer', { type: 'Desk of {realm}' }, 'Desk of {realm}'),
  enrolling('autoassignment', { choose: /any/i }, 'any_pin'),
  enrolling('otp_pin_random', { type: '8' }, '8'),
  enrolling('encrypt_pin', 'on', 'true'),
  enrolling('otp_pin_encrypt', 'on', 'true', 'encrypt_pin'),
  enrolling('losttoken_PW_length', { type: '12' }, '12'),
  enrolling('lostTokenPWLen', { type: '10' }, '10', 'losttoken_PW_length'),
  enrolling('losttoken_PW_contents', { type: 'Cc' }, 'Cc'),
  enrolling('lostTokenPWContents', { type: 'Cns' }, 'Cns', 'losttoken_PW_contents'),
  enrolling('losttoken_valid', { type: '7' }, '7'),
  enrolling('lostTokenValid', { type: '5' }, '5', 'losttoken_valid'),
  loggingIn('otppin', { choose: /userstore|password/i }, 'userstore'),
  loggingIn('passthru', { choose: /userstore|password/i }, 'userstore'),
  loggingIn('passOnNoToken', 'on', 'true'),
  loggingIn('passOnNoUser', 'on', 'true'),
  loggingIn('smstext', { type: 'Your code: <otp>' }, 'Your code: <otp>'),
  loggingIn('smsautosend', 'on', 'true'),
  loggingIn('emailtext', { type: '<otp> is of <serial>' }, '<otp> is of <serial>'),
  loggingIn('emailsubject', { type: 'Your OTP' }, 'Your OTP'),
  loggingIn('emailautosend', 'on', 'true'),
  loggingIn('qrtanurl', { type: 'https://desk.example.org/qr' }, 'https://desk.example.org/qr'),
  loggingIn('challenge_response', { tick: 'hotp' }, 'hotp'),
];

const pictured = ['lostTokenPWContents', 'challenge_response', 'smstext'];
const shots = process.env.KEYDESK_SHOTS;
let house: House;
let page: Page;
let wire: Awaited<ReturnType<typeof serverWire>>;

beforeAll(async () => {
  house = await newHouse();
  ({ page } = await house.open());
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await setUpDesk(page);
  wire = await serverWire(house);
  await page.getByRole('link', { name: 'Policies' }).press('Enter');
  await heading(page, 'Sign in to the server').waitFor();
  await page.getByLabel('Name').fill('anna');
  await page.getByLabel('Password').fill('anna has a long password');
  await press(page, /^Sign in/);
  await heading(page, 'Policies').waitFor();
});
afterAll(async () => {
  wire?.close();
  await house?.end();
});

it.each(rows)('$name is saved in the editor and in force', async ({ scope, name, value, now = name, means }) => {
  await press(page, 'New policy');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(`only ${name}`);
  await tick(page, 'radio', scope === 'enrollment' ? 'Enrollment' : 'Logging in');
  await press(page, 'Add an action');
  await page.getByRole('dialog').getByRole('searchbox').fill(name);
  await page
    .getByRole('option')
    .filter({ has: page.locator(`code:text-is("${now}")`) })
    .click();
  if (now !== name) await press(page, `Write it as ${name}`);
  await give(name, value);
  if (shots !== undefined && pictured.includes(name)) {
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}.png`) });
  }
  await press(page, 'Save the policy');
  if (/^passOnNo/.test(name)) await page.getByRole('dialog').getByRole('button', { name: 'Save the policy' }).click();
  await heading(page, 'Policies').waitFor();
  await page.getByRole('row', { name: `only ${name} ` }).click();
  await page.getByRole('heading', { name: `only ${name}`, exact: true }).waitFor();
  await page
    .getByRole('listitem')
    .filter({ hasText: value === 'on' ? name : `${name} = ${means}` })
    .first()
    .waitFor();
  const saved = await wire.ask({ method: 'GET', path: `/policy/only%20${name}` });
  expect(saved.value).toMatchObject([{ scope, active: true, action: { [name]: means === 'true' ? true : means } }]);
  const parameters = { user: name === 'passOnNoUser' ? 'nobody.here' : 'amara.okafor', realm: 'office' };
  const explained = await wire.ask({ method: 'POST', path: `/policy/explain/${scope}`, parameters });
  expect(explained.value).toMatchObject({
    values: [{ action: now, value: now === 'losttoken_valid' ? minutes(means) : means, failure: null }],
    policies: [{ name: `only ${name}`, effects: [{ action: now, effect: 'took-effect' }] }],
  });
  await press(page, 'Delete');
  await page.getByText(`only ${name} is deleted.`).first().waitFor();
});

/** Days are read as minutes: newer values may name hours, too. */
const minutes = (days: string) => String(Number(days) * 24 * 60);

async function give(name: string, value: Value): Promise<void> {
  if (value === 'on') return;
  const label = `Value of ${name}`;
  if ('type' in value) return page.getByRole('textbox', { name: label }).fill(value.type);
  if ('tick' in value) {
    const box = page.getByRole('checkbox', { name: value.tick, exact: true });
    return page.getByRole('group', { name: label }).locator('label', { has: box }).click();
  }
  await page.getByRole('button', { name: new RegExp(label) }).click();
  await page.getByRole('option', { name: value.choose }).click();
}
