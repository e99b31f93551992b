import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpsClient } from '../server/https-client.ts';
import { acts, beginCeremony, heading, issueTo, openVault, passphrase, press, tick } from './actions.ts';
import { ask } from './bridge.ts';
import { logInTwice } from './holder-login.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { lookAt } from './look.ts';

/*
 * The server is reached by privacyIDEA's wire alone, as a privacyIDEA server would be.
 * 1. First start: the vault is made; 'privacyIDEA server' is chosen; its certificate is looked at and agreed to; the
 *    account is given; who stands at the desk gives a name.
 * 2. A token is issued; it is brought to the server; the next code logs in, the same code does not.
 * 3. It is lost: disabled there, and a temporary password stands in for it; found, it is looked up and withdrawn.
 * 4. A policy refuses the next one: the record says so in the server's words, is tried again when the policy is gone.
 * 5. Another is given up with a reason, and its token is quarantined.
 */
const withoutCode = { KEYDESK_ENROLMENT_FILE: '/nowhere/there/is/no/code' };
let house: House;
let open: OpenApp;
beforeAll(async () => {
  house = await newHouse();
  open = await house.open(withoutCode);
});
afterAll(() => house?.end());

const field = (name: string) => open.page.getByRole('textbox', { name, exact: true });

/** The administrator's own way to the server. */
async function wire(method: 'POST' | 'DELETE', path: string, form: Record<string, string> = {}): Promise<number> {
  const client = httpsClient(house.server.url, readFileSync(join(house.server.data, 'ca.pem'), 'utf8'));
  try {
    const { json } = await client.form('/auth', { username: 'anna', password: 'anna has a long password' });
    const headers = { 'PI-Authorization': String(json.result.value.token) };
    const answer = method === 'POST' ? client.form(path, form, headers) : client.send('DELETE', path, { headers });
    return (await answer).status;
  } finally {
    client.close();
  }
}

const limit = (user: string) =>
  wire('POST', '/policy/limit', {
    scope: 'enrollment',
    action: 'max_token_per_user=0',
    realm: 'office',
    user,
    active: 'true',
  });

test('pairs with a privacyIDEA server whose certificate a person agreed to', async () => {
  const { page } = open;
  await field('Passphrase').fill(passphrase);
  await field('The same passphrase again').fill(passphrase);
  await press(page, 'Make the vault');
  await heading(page, 'Enrol this station with a server').waitFor();
  await tick(page, 'radio', 'privacyIDEA server');
  await heading(page, 'Pair this station with a privacyIDEA server').waitFor();
  await press(page, /^Look at its certificate/);
  await page.getByText('Type the address.').waitFor();
  await field('Address of the server').fill(house.server.url);
  const authority = readFileSync(join(house.server.data, 'ca.pem'), 'utf8');
  await field('The authority’s certificate, if you were given it'.replace('’', "'")).fill(authority);
  await press(page, /^Look at its certificate/);
  await page.getByRole('heading', { name: 'What answers there' }).waitFor();
  await press(page, /^Pair/);
  await page.getByText('Compare the fingerprint first.').waitFor();
  await tick(page, 'checkbox', 'The fingerprint is the same');
  await field('Name of this station').fill('Front desk');
  await field("Administrator's name").fill('anna');
  await field('Password').fill('anna has a long password');
  await press(page, /^Pair/);
  await heading(page, 'Who is at this desk?').waitFor();
  await field('Trust controller').fill('Kim Controller');
  await press(page, /^Open the desk/);
  await heading(page, 'Ready for the next person').waitFor();
  expect(await ask(page, 'app/state')).toMatchObject({
    station: { name: 'Front desk', server: house.server.url, kind: 'privacyidea' },
    settings: { controller: 'Kim Controller' },
  });
});

test('issues a token that logs in at that server, once a code', async () => {
  await issueTo(open.page, 'Amara Okafor');
  await open.page.getByText('Recorded, and the server has it').waitFor();
  expect(await logInTwice(house, 'amara.okafor')).toEqual([true, false]);
});

test('a lost token is disabled there, and a password stands in for it; found, it is withdrawn', async () => {
  const { page } = open;
  await press(page, 'Back to the desk');
  await heading(page, 'Ready for the next person').waitFor();
  await openToken('Amara Okafor');
  await page.getByText(/^A privacyIDEA server keeps no shelves/).waitFor();
  await lookAt(page, 'elsewhere-token');
  await press(page, /^Report lost: /);
  await heading(page, 'Is this token lost?').waitFor();
  await page.getByText(/^On the privacyIDEA server the token is disabled and stays Amara Okafor’s/).waitFor();
  await lookAt(page, 'elsewhere-lost');
  await press(page, /^Report it lost/);
  await heading(page, 'The loss is recorded').waitFor();
  await page.getByText('The server has it: no log-in with this token succeeds.').waitFor();
  expect(await logInTwice(house, 'amara.okafor')).toEqual([false, false]);
  await press(page, 'Temporary password');
  await tick(page, 'radio', 'I know them, and they are here');
  await press(page, /^Next/);
  await heading(page, 'A temporary password for a lost token?').waitFor();
  await lookAt(page, 'elsewhere-password');
  await press(page, 'Make the password');
  await heading(page, 'Read this password to Amara Okafor').waitFor();
  await page
    .getByLabel('Temporary password')
    .filter({ hasText: /^\S{16}$/ })
    .waitFor();
  await press(page, 'It was read out');

  await ask(page, 'sync/send-now');
  await page.getByRole('link', { name: 'Trust', exact: true }).press('Enter');
  await page.getByText('Who controls trust is kept by Keydesk’s own server.').waitFor();
  await lookAt(page, 'elsewhere-trust');
  await page.getByRole('link', { name: 'Stock', exact: true }).press('Enter');
  await page.getByText('Shelves are kept with Keydesk').waitFor();
  await lookAt(page, 'elsewhere-stock');
  await page.getByRole('link', { name: 'Found token' }).press('Enter');
  await page.getByText('It belongs to Amara Okafor.').waitFor();
  await lookAt(page, 'elsewhere-found');
  await press(page, /^Withdraw: /);
  await heading(page, 'Why is it withdrawn?').waitFor();
  await tick(page, 'radio', 'The person leaves');
  await press(page, /^Next/);
  await heading(page, 'Withdraw this token?').waitFor();
  await page.getByText(/for the policies of the privacyIDEA server/).waitFor();
  await lookAt(page, 'elsewhere-withdraw');
  await press(page, /^Withdraw the token/);
  await page.getByText('The server has it: no log-in with this token succeeds.').waitFor();
  await press(page, /^Done/);
});

test('says a policy’s refusal in the server’s words, and delivers when it is tried again without it', async () => {
  await newToken();
  const { page } = open;
  await issueLimited('Hana Nováková', 'hana.novakova');
  await page.getByText('The server refused the record').waitFor();
  await openRecord('Hana Nováková');
  await page
    .getByText(/The server says: The number of tokens for this user is limited!/)
    .first()
    .waitFor();
  await wire('DELETE', '/policy/limit');
  await press(page, 'Try again');
  await page.getByText('A privacyIDEA server signs no receipts.').waitFor();
  expect(await logInTwice(house, 'hana.novakova')).toEqual([true, false]);
});

test('gives a delivery up with a reason: its secrets are gone and the token is quarantined', async () => {
  await newToken();
  const { page } = open;
  await issueLimited('Emre Yıldız', 'emre.yildiz');
  await page.getByText('The server refused the record').waitFor();
  await openRecord('Emre Yıldız');
  await press(page, 'Give up the delivery…');
  await press(page, 'Give up');
  await page.getByText('Say why.').waitFor();
  await field('Reason').fill('He already has one.');
  await press(page, 'Give up');
  await page.getByText('Its delivery was given up.').waitFor();
  await wire('DELETE', '/policy/limit');
  const { rows } = await ask(page, 'tokens/list', { query: 'quarantined', limit: 5 });
  expect(rows).toMatchObject([{ state: 'quarantined', holderName: 'Emre Yıldız' }]);
  expect(await ask(page, 'sync/state')).toMatchObject({ waiting: 0, problem: null });
});

test('breaks no rule of the content policy on the way, and complains of nothing', () => {
  expect(open.complaints).toEqual([]);
});

/** The app is closed and opened again with a blank token in the port. */
async function newToken(): Promise<void> {
  await open.quit();
  house.takeNewToken();
  open = await house.open(withoutCode);
  await openVault(open.page);
  await heading(open.page, 'Ready for the next person').waitFor();
}

/** The limit is set once the token is written: the desk did not know of it, and only the server refuses. */
async function issueLimited(name: string, username: string): Promise<void> {
  await beginCeremony(open.page);
  for (const { step, act } of acts) {
    if (step === 'done') expect(await limit(username)).toBe(200);
    await act(open.page, name);
  }
}

async function openToken(name: string): Promise<void> {
  const { page } = open;
  await page.getByRole('link', { name: 'Tokens', exact: true }).press('Enter');
  await page.getByRole('gridcell', { name, exact: true }).click();
}

async function openRecord(name: string): Promise<void> {
  const { page } = open;
  await press(page, 'Back to the desk');
  await heading(page, 'Ready for the next person').waitFor();
  await page.getByRole('link', { name: 'Records', exact: true }).press('Enter');
  await page.getByRole('row', { name: new RegExp(name) }).press('Enter');
  await heading(page, `Token issued to ${name}`).waitFor();
}
