import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { ocra } from '../../domain/otp/ocra.ts';
import { parseOcraSuite } from '../../domain/otp/ocra-suite.ts';
import { readQrRequest } from '../../domain/otp/qr-address.ts';
import { hashPin } from '../../server/check/pin.ts';
import { rawSql } from './raw-sql.ts';
import { openSendingHouse, type SendingHouse } from './sending-house.ts';
import { rfcSeed } from './test-station.ts';

let sending: SendingHouse;
const password = 'leilani’s own password';
const username = 'leilani.keola';
const key = Buffer.alloc(32, 7);
const qrSuite = parseOcraSuite('OCRA-1:HOTP-SHA256-8:C-QA64');
const cardSuite = 'OCRA-1:HOTP-SHA256-6:QN08';

beforeAll(async () => {
  sending = await openSendingHouse();
  const { store } = sending.house.server.installation;
  const person = await store.ownPeople.find('office', username);
  if (person === undefined) throw new Error('the example people are there');
  await store.ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from(password)) });
  await store.settings.set('contact', 'Ask Ida.');
});
afterAll(() => sending.close());
beforeEach(() => {
  sending.pass(300);
  return sending.clear();
});

const init = (fields: Record<string, string> = {}) =>
  sending.admin.post('/token/init', {
    ...{ type: 'qr', serial: 'QR1', otpkey: key.toString('hex'), user: username, realm: 'office', ...fields },
  });
const post = (path: string, fields: Record<string, string>, accept: string) =>
  sending.house.client.send('POST', path, {
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept },
  });
const logIn = async () => (await post('/login', { username, password }, 'application/json')).json;
const answer = async (session: string, code: string) =>
  (await post('/login/code', { session, code }, 'application/json')).json;
const page = async (path: string, fields: Record<string, string>) => {
  const { text, headers } = await post(path, fields, 'text/html');
  const found = (pattern: RegExp) => pattern.exec(text)?.[1] ?? '';
  return { text, policy: headers['content-security-policy'], session: found(/name="session" value="([^"]+)"/), found };
};
const failures = async (serial: string) => (await sending.admin.token(serial)).failcount;

/** The address in the picture, as the challenge of privacyIDEA's own kind has it for the same transaction. */
async function askedInThePicture(session: string, counter: number) {
  const { store } = sending.house.server.installation;
  const id = session.split('.')[1] ?? '';
  const rows = await rawSql<{ question: string }>(
    store,
    `SELECT question FROM challenges WHERE transaction_id = '${id}'`,
  );
  const question = rows[0]?.question ?? '';
  return { id, question, response: ocra(qrSuite, key, { question, counter }) };
}

describe('the gate for a token that answers a question', () => {
  test('shows the picture and the question, and takes the typed response once', async () => {
    await init();
    const { text, policy, session, found } = await page('/login', { username, password });
    expect(policy).toContain('; img-src data:; ');
    expect(text).not.toContain('<script');
    expect(found(/<img src="(data:image\/png;base64,[^"]+)"/)).not.toBe('');
    const { question, response } = await askedInThePicture(session, 0);
    expect(found(/class="question">([^<]+)</)).toBe(question);
    expect(text).not.toContain('answered in the app');
    expect((await page('/login/code', { session, code: response })).text).toContain('You are signed in');
    expect((await page('/login/code', { session, code: response })).text).toContain('Begin again');
    const second = await logIn();
    expect((await answer(second.session, response)).next).toBe('code');
  });

  test('refuses a wrong response with whom to ask, counts it, and asks the same again', async () => {
    await init();
    const first = await page('/login', { username, password });
    const wrong = await page('/login/code', { session: first.session, code: '00000000' });
    expect(wrong.text).toContain('The code is wrong.');
    expect(wrong.text).toContain('Ask Ida.');
    const image = /<img src="([^"]+)"/;
    expect(wrong.found(image)).toBe(first.found(image));
    expect(await failures('QR1')).toBe(1);
    const { response } = await askedInThePicture(first.session, 0);
    expect((await answer(first.session, response)).next).toBe('done');
    expect(await failures('QR1')).toBe(0);
  });

  test('tells programs the picture and the words', async () => {
    await init();
    const { next, challenge } = await logIn();
    expect([next, challenge.message]).toEqual(['code', 'Please scan the QR Code']);
    expect(challenge.image).toMatch(/^data:image\/png;base64,/);
    await sending.clear();
    await init({ type: 'hotp', serial: 'HOTP1', otpkey: Buffer.from(rfcSeed).toString('hex') });
    expect(await logIn()).not.toHaveProperty('challenge');
  });

  test('tells programs and the page every question of somebody who has several such tokens', async () => {
    await init();
    await init({ type: 'ocra', serial: 'OCRA1', ocrasuite: cardSuite });
    const first = await logIn();
    expect(first.challenges).toEqual([
      { serial: 'QR1', ...first.challenge, question: expect.stringMatching(/^.{64}$/), pushed: false },
      {
        serial: 'OCRA1',
        question: expect.stringMatching(/^\d{8}$/),
        message: expect.stringContaining('challenge'),
        pushed: false,
      },
    ]);
    const wrong = await answer(first.session, '00000000');
    expect(wrong.challenges).toEqual(first.challenges);
    const [, card] = first.challenges;
    const response = ocra(parseOcraSuite(cardSuite), key, { question: card.question });
    expect((await answer(first.session, response)).next).toBe('done');
    const { text } = await page('/login', { username, password });
    expect(text.match(/class="question">[^<]+</g)).toHaveLength(2);
    expect(text).toMatch(/QR1: <[\s\S]*OCRA1: </);
  });

  test('goes on by a button when the app has sent the answer, and may be pressed too early', async () => {
    await init();
    await sending.policy('qrtanurl=https://desk.example.org/ttype/qr');
    const { text, session } = await page('/login', { username, password });
    expect(text).toContain('<button class="again">I have answered in the app</button>');
    for (let times = 0; times < 7; times += 1) {
      expect((await page('/login/code', { session })).text).toContain('The app has not answered yet.');
    }
    expect(await failures('QR1')).toBe(0);
    const { id, response } = await askedInThePicture(session, 0);
    const push = (word: string) => sending.house.client.form('/ttype/qr', { transaction_id: id, response: word });
    expect((await push('00000000')).text).toContain('INVALID_RESPONSE');
    expect((await page('/login/code', { session })).text).toContain('The app has not answered yet.');
    expect((await push(response)).text).toBe('OK');
    expect((await page('/login/code', { session })).text).toContain('You are signed in');
    expect((await page('/login/code', { session })).text).toContain('Begin again');
  });

  test('is not passed by an answer to somebody else’s question, or one of another login', async () => {
    await init();
    await sending.policy('qrtanurl=https://desk.example.org/ttype/qr');
    const [own, other] = [await logIn(), await logIn()];
    const { id, response } = await askedInThePicture(other.session, 0);
    await sending.house.client.form('/ttype/qr', { transaction_id: id, response });
    const [secret] = own.session.split('.');
    expect((await answer(own.session, '')).next).toBe('code');
    expect((await answer(`${secret}.${id}`, '')).next).toBe('refused');
    expect((await answer(other.session, '')).next).toBe('done');
  });

  test('asks an OCRA card by text, with the words of a policy', async () => {
    await init({ type: 'ocra', serial: 'OCRA1', ocrasuite: cardSuite });
    const plain = await page('/login', { username, password });
    expect(plain.text).toContain('Type this question into your token');
    expect(plain.text).not.toContain('<img');
    await sending.policy('challenge_text=Press 2 & type {challenge}');
    const { text, session, found } = await page('/login', { username, password });
    const question = found(/class="question">([^<]+)</);
    expect(question).toMatch(/^\d{8}$/);
    expect(text).toContain(`Press 2 &amp; type ${question}`);
    const response = ocra(parseOcraSuite(cardSuite), key, { question });
    expect((await answer(session, response)).next).toBe('done');
  });

  test('takes the code of another token, too, and counts no failure on the one that was asked', async () => {
    await init();
    await init({ type: 'hotp', serial: 'HOTP1', otpkey: Buffer.from(rfcSeed).toString('hex') });
    const { session } = await logIn();
    expect((await answer(session, hotp(rfcSeed, 0))).next).toBe('done');
    const again = (await logIn()).session;
    const { response } = await askedInThePicture(again, 0);
    expect((await answer(again, response)).next).toBe('done');
    expect([await failures('QR1'), await failures('HOTP1')]).toEqual([0, 0]);
  });

  test('leads back to the password when the question has ended', async () => {
    await init();
    const { session } = await logIn();
    const { response } = await askedInThePicture(session, 0);
    sending.pass(121);
    expect(await answer(session, response)).toMatchObject({ next: 'refused' });
  });

  test('gives a picture that the app believes', async () => {
    await init();
    const { session, challenge } = await logIn();
    const png = Buffer.from(challenge.image.replace('data:image/png;base64,', ''), 'base64');
    const scanned = execFileSync('zbarimg', ['--quiet', '--raw', '--oneshot', '-'], {
      input: png,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    const { id, question } = await askedInThePicture(session, 0);
    const request = readQrRequest(scanned.trim(), key, qrSuite.hash);
    expect(request).toMatchObject({ transactionId: id, question });
  });
});
