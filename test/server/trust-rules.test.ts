import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import type { IssuedRecord } from '../../domain/record.ts';
import { hashPin } from '../../server/check/pin.ts';
import { type Administration, administration } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed, type TestStation } from './test-station.ts';

/*
 * Sentences of Haplo's page on authentication tokens that no other test has for a title, each against the real server.
 * The others: gate.test.ts (who must have a token, what the log-in asks), trust.test.ts and domain/trust (who controls),
 * desk-acts.test.ts and temporary-code.test.ts (lost, withdrawn, temporary codes), token-states.test.ts (states).
 */
let house: House;
let admin: Administration;
let desk: TestStation;
let time = new Date('2026-11-21T12:00:00Z');
const [username, password] = ['amara.okafor', 'amara’s own password'];
const contact = 'Ask <b>Ida</b>, room 3.';

beforeAll(async () => {
  house = await openHouse(() => time);
  admin = await administration(house);
  desk = await house.enrol('Zürich');
  const { store } = house.server.installation;
  const person = await store.ownPeople.find('office', username);
  if (person === undefined) throw new Error('the example people are there');
  await store.ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from(password)) });
});
afterAll(() => house.close());
beforeEach(async () => {
  time = new Date(time.getTime() + 3_600_000);
  admin = await administration(house);
  await rawSql(
    house.server.installation.store,
    "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL",
  );
});

const json = { 'content-type': 'application/json' };
const post = async (path: string, body: object) =>
  (await house.client.send('POST', path, { body: JSON.stringify(body), headers: json })).json;
const logIn = () => post('/login', { username, password });
const give = async (serial: string) => house.give(serial, { ownerId: await house.personId(username) });
const audited = async (action: string) =>
  rawSql<{ subject: string; detail: string }>(
    house.server.installation.store,
    `SELECT subject, detail FROM audit WHERE action = '${action}' ORDER BY position DESC`,
  );
const say = async (signed: Awaited<ReturnType<TestStation['issue']>>) => {
  const reply = await desk.put(signed);
  desk.follow(signed);
  return reply.json.reason ?? reply.status;
};

describe('who is issued to', () => {
  test('"at most one token per user": where a policy says one, a second is stated as one too many', async () => {
    await admin.post('/policy/one', { scope: 'enrollment', action: 'max_token_per_user=1', realm: 'office' });
    await say(await desk.issue({ serial: '81000001' }));
    const second = await desk.issue({ serial: '81000002' });
    await say(second);
    const { store } = house.server.installation;
    expect(await store.conflicts.find(second.record.id)).toMatchObject({ kind: 'over limit', facts: { limit: '1' } });
    const person = { serial: 'THIRD', otpkey: '31'.repeat(20), user: username, realm: 'office' };
    expect((await admin.post('/token/init', person)).json.result.error?.code).toBe(303);
    await admin.remove('/policy/one');
  });

  test('remarks on a record that somebody confirmed, beside the decision', async () => {
    await admin.post('/policy/one', { scope: 'enrollment', action: 'max_token_per_user=1', realm: 'office' });
    await say(await desk.issue({ serial: '81000101' }));
    const second = await desk.issue({ serial: '81000102', controller: 'nobody@office' });
    await say(second);
    const { id } = second.record;
    const { store } = house.server.installation;
    expect(await store.conflicts.find(id)).toMatchObject({ kind: 'right ended', choice: null });
    expect((await admin.post(`/trust/conflicts/${id}`, { choice: 'confirm' })).status).toBe(200);
    expect(await store.conflicts.find(id)).toMatchObject({ kind: 'right ended', choice: 'confirm' });
    const waiting = (await admin.get('/trust/conflicts')).json.result.value.filter(
      (one: { facts: { record?: string } }) => one.facts.record === id,
    );
    expect(waiting).toMatchObject([{ kind: 'over limit', token: '81000102', choice: null, facts: { limit: '1' } }]);
    expect((await admin.post(`/trust/conflicts/${waiting[0].record}`, { choice: 'leave' })).status).toBe(200);
    await admin.remove('/policy/one');
  });

  test('counts a token that is being replaced against no limit, of the person or the realm', async () => {
    for (const limit of ['max_token_per_user', 'max_token_per_realm']) {
      await rawSql(
        house.server.installation.store,
        "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL",
      );
      await admin.post('/policy/one', { scope: 'enrollment', action: `${limit}=1`, realm: 'office' });
      const base = limit === 'max_token_per_user' ? 81000110 : 81000120;
      await say(await desk.issue({ serial: `${base}` }));
      const replacement = await desk.issue({ serial: `${base + 1}`, replaces: `${base}` });
      expect(await say(replacement)).toBe(200);
      const { conflicts } = house.server.installation.store;
      expect([limit, await conflicts.find(replacement.record.id)]).toEqual([limit, undefined]);
      const third = await desk.issue({ serial: `${base + 2}`, replaces: '81000199' });
      expect(await say(third)).toBe(200);
      expect([limit, (await conflicts.find(third.record.id))?.kind]).toEqual([limit, 'over limit']);
      await admin.remove('/policy/one');
    }
  });

  test('"Keydesk must enforce one owner": a token that somebody has is not issued to anybody else', async () => {
    await say(await desk.issue({ serial: '81000003' }));
    const other = { username: 'dagny.thorvaldsdottir', userId: '1004' };
    expect(await say(await desk.issue({ serial: '81000003', ...other }))).toMatch(/is issued to amara/);
    expect(await house.server.installation.store.credentials.onToken('81000003')).toHaveLength(1);
  });

  test('"tokens exist unassigned": an order is nobody’s until one is issued', async () => {
    await admin.post('/trust/offices/zurich', { name: 'Zürich' });
    const tokens = [{ serial: '81000004' as never, model: 'YubiKey 5' }];
    const act = { what: 'received', office: 'zurich', order: '', tokens } as const;
    expect(await say(desk.sign({ ...desk.base(), kind: 'act', act, reason: '' }))).toBe(200);
    expect(await house.server.installation.store.credentials.onToken('81000004')).toEqual([]);
    expect((await logIn()).next).toBe('done');
  });

  test('"distinct message for reuse (wait for next code) vs incorrect"', async () => {
    await give('REUSE');
    const first = await logIn();
    await post('/login/code', { session: first.session, code: hotp(rfcSeed, 0) });
    const { session } = await logIn();
    const reused = await post('/login/code', { session, code: hotp(rfcSeed, 0) });
    const wrong = await post('/login/code', { session, code: '000000' });
    expect(reused.message).toMatch(/used already\. Wait for the next one/);
    expect(wrong.message).toMatch(/The code is wrong/);
  });
});

describe('what is asked at the log-in', () => {
  test('"password alone gives nothing": nobody is logged in before the code', async () => {
    await give('PENDING');
    const pending = await logIn();
    expect(pending.next).toBe('code');
    const done = (await audited('gate/done')).length;
    expect((await post('/login/code', { session: pending.session, code: '' })).next).toBe('code');
    expect(await audited('gate/done')).toHaveLength(done);
  });

  test('"success audits login with token id; failures audited"', async () => {
    await give('AUDITED');
    const { session } = await logIn();
    await post('/login/code', { session, code: '000000' });
    await post('/login/code', { session, code: hotp(rfcSeed, 0) });
    const rows = await rawSql<{ action: string; detail: string }>(
      house.server.installation.store,
      `SELECT action, detail FROM audit WHERE action LIKE 'gate/%' ORDER BY position DESC LIMIT 2`,
    );
    expect(rows[0]?.detail).toContain('AUDITED');
    expect(rows.map(({ action }) => action)).toContain('gate/refused');
  });
});

describe('whom to ask', () => {
  test('"plain text, HTML-escaped, trimmed on save", and "shown in exactly two places, both after a correct password"', async () => {
    await admin.post('/trust/contact', { text: `  ${contact}\n ` });
    expect((await admin.get('/trust/contact')).json.result.value).toBe(contact);
    await give('PAGE');
    const form = (path: string, fields: Record<string, string>) =>
      house.client.form(path, fields, { accept: 'text/html' }).then(({ text }) => text);
    const first = await house.client.send('GET', '/login', { headers: { accept: 'text/html' } });
    const wrong = await form('/login', { username, password: 'wrong' });
    const asked = await form('/login', { username, password });
    for (const page of [first.text, wrong, asked]) expect(page).not.toContain('Ida');
    const session = /name="session" value="([^"]+)"/.exec(asked)?.[1] ?? '';
    const failed = await form('/login/code', { session, code: '000000' });
    expect(failed).toContain('&lt;b&gt;Ida&lt;/b&gt;');
    expect(failed).not.toContain('<b>Ida');
  });

  test('"edited by users with setup right"', async () => {
    await admin.limitTo(['trustread']);
    expect((await admin.post('/trust/contact', { text: 'x' })).status).toBe(403);
    await admin.limitTo(['trustread', 'trustwrite', 'policywrite', 'policydelete', 'control_trust']);
  });
});

describe('what a right is needed for', () => {
  test('"requires control_trust; else" it is refused, also to an administrator who manages everything else', async () => {
    await admin.limitTo(['trustread', 'trustwrite']);
    expect(await say(await desk.issue({ serial: '81000010' }))).toMatch(/root may not control trust/);
    await admin.limitTo(['trustread', 'trustwrite', 'policywrite', 'policydelete', 'control_trust']);
  });

  test('"POST only": nothing of trust changes by looking', async () => {
    for (const path of ['/trust/contact', '/trust/groups/everyone', '/trust/conflicts/x']) {
      const before = await house.server.installation.store.settings.get('contact');
      await admin.get(`${path}?text=other&choice=leave&name=Other`);
      expect(await house.server.installation.store.settings.get('contact')).toBe(before);
    }
  });
});

describe('what a record says', () => {
  test('the minimum record of an issuance says who, how, what, where, and when by both clocks, online or not', async () => {
    const heardAt = '2026-11-21T09:00:00.000Z';
    const plain = await desk.issue({ serial: '81000020' });
    const known = { offMinutes: -7, heardAt, snapshot: 'what the desk knew', office: 'bern' };
    const checks = { proof: 'document', documentKind: 'passport', witness: 'Ida Example' } as const;
    const issued = desk.sign({
      ...(plain.record as IssuedRecord),
      desk: known,
      checks: { presence: true, guidelinesVersion: 1, ...checks },
    });
    expect(await say(issued)).toBe(200);
    const stored = await house.server.installation.store.records.find(issued.record.id);
    const record = JSON.parse((stored?.text ?? '').split('\n')[1] ?? '');
    expect(record).toMatchObject({
      holder: { username, realm: 'office' },
      controller: 'root',
      station: desk.id,
      // The clock of the desk, by what it was off, since when it worked without the server, by which policies, and where.
      desk: known,
      checks: { presence: true, guidelinesVersion: expect.any(Number), ...checks },
      token: { serial: '81000020' },
      credential: { slot: 1 },
      acknowledgement: expect.anything(),
      recordedAt: expect.any(String),
    });
    expect(stored?.receivedAt).toBe(time.toISOString());
  });
});
