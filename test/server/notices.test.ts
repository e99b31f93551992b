import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { callerProofs } from '../../domain/trust/temporary-code.ts';
import { openSendingHouse, type SendingHouse } from './sending-house.ts';
import { rfcSeed, type TestStation } from './test-station.ts';

let sending: SendingHouse;
let station: TestStation;
let next = 50_000_000;
const secrets: string[] = [];
const ines = 'ines.garcia@office';
const amara = { realm: 'office', username: 'amara.okafor', userId: '1001' };
const person = { user: 'amara.okafor', realm: 'office' };
const address = 'amara.okafor@example.org';

beforeAll(async () => {
  sending = await openSendingHouse();
  const { admin, house } = sending;
  station = await house.enrol('Zürich');
  await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust,handle_stock' });
  await admin.post('/trust/groups/controllers/members', { user: ines });
  await admin.post('/trust/offices/zurich', { name: 'Zürich' });
  await admin.post('/trust/offices/zurich/controllers', { user: ines });
  await admin.post('/policy/pins', {
    scope: 'admin',
    action: 'otp_pin_set_random=8, setrandompin, setpin, *',
    adminuser: 'root',
  });
});
afterAll(() => sending?.close());

function serialNumber(): TokenSerial {
  next += 1;
  return `${next}` as TokenSerial;
}
/** The text of a mail as the person reads it (RFC 2045, 6.7 and 6.8). */
function read(mail: string): string {
  const [head = '', ...body] = mail.split('\r\n\r\n');
  const text = body.join('\n\n');
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(text, 'base64').toString();
  if (!/transfer-encoding: quoted-printable/i.test(head)) return text;
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

async function put(body: object): Promise<void> {
  const signed = station.sign({ ...station.base(), controller: ines, ...body } as never);
  const { json } = await station.put(signed);
  station.follow(signed);
  expect(json.receipt?.record ?? json).toBe(signed.record.id);
}

async function issued(language = 'en', pin?: string): Promise<TokenSerial> {
  const serial = serialNumber();
  const signed = await station.issue({ serial, controller: ines, ...(pin === undefined ? {} : { pin }) });
  const { record } = signed;
  if (record.kind !== 'issued') throw new Error('an issue was made');
  const spoken = station.sign({ ...record, acknowledgement: { kind: 'typed name', name: 'Amara Okafor', language } });
  const { json } = await station.put(spoken);
  station.follow(spoken);
  expect(json.receipt?.record ?? json).toBe(record.id);
  return serial;
}
const act = (doing: object) => put({ kind: 'act', act: doing, reason: '' });

/** The mails that the person gets while something is done, up to the one that says what it is. */
async function told(doing: () => Promise<unknown>, text: RegExp): Promise<readonly string[]> {
  const before = sending.mails(address).length;
  await doing();
  const mails = () => sending.mails(address).slice(before).map(read);
  await vi.waitFor(() => expect(mails()).toContainEqual(expect.stringMatching(text)), { timeout: 30_000 });
  return mails();
}

/** A token that the person has, without a word about it. */
async function held(): Promise<string> {
  const serial = `HELD${serialNumber()}`;
  await sending.house.give(serial, { ownerId: await sending.house.personId('amara.okafor'), realms: ['office'] });
  return serial;
}
const post = async (path: string, fields: Record<string, string>) => {
  const { json } = await sending.admin.post(path, fields);
  expect(json.result.error).toBeUndefined();
  return json;
};

/** Each thing that is done to somebody's token, and how its mail begins. */
const acts: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
  [
    'a token is issued at a desk',
    () => issued(),
    /^Dear Amara Okafor\s+ines\.garcia@office gave you the token 5\d+ on November 21/,
  ],
  [
    'a token is issued in German',
    () => issued('de'),
    /^Guten Tag Amara Okafor\s+ines\.garcia@office hat Ihnen am 21\. November/,
  ],
  [
    'a token is withdrawn',
    async () => act({ what: 'withdrawn', holder: amara, token: await issued(), reason: 'leaves', inHand: true }),
    /took back your token/,
  ],
  [
    'a loss is reported',
    async () => act({ what: 'reported lost', holder: amara, token: await issued(), note: '' }),
    /reported your token 5\d+ as lost/,
  ],
  [
    'a token is brought back',
    async () => act({ what: 'returned', token: await issued(), office: 'zurich', proven: true }),
    /took back your token/,
  ],
  [
    'an administrator gives a token',
    async () => {
      const serial = `FREE${serialNumber()}`;
      await sending.house.give(serial);
      return post('/token/assign', { ...person, serial });
    },
    /root gave you the token FREE5\d+/,
  ],
  [
    'an administrator enrols a token',
    () => post('/token/init', { ...person, type: 'hotp', otpkey: '11'.repeat(20) }),
    /root gave you the token/,
  ],
  [
    'an administrator writes a token anew',
    async () => {
      const serial = await held();
      return post('/token/init', { serial, type: 'hotp', otpkey: '22'.repeat(20) });
    },
    /in place of one you had/,
  ],
  [
    'an administrator takes a token away',
    async () => post('/token/unassign', { serial: await held() }),
    /root took back your token HELD/,
  ],
  [
    'an administrator revokes a token',
    async () => post('/token/revoke', { serial: await held() }),
    /root took back your token HELD/,
  ],
  [
    'an administrator deletes a token',
    async () => sending.admin.remove(`/token/${await held()}`),
    /root took back your token HELD/,
  ],
  [
    'an administrator reports a loss',
    async () => {
      const json = await post(`/token/lost/${await held()}`, {});
      secrets.push(json.result.value.password);
    },
    /root reported your token HELD5\d+ as lost/,
  ],
  [
    'an administrator sets a PIN',
    async () => {
      secrets.push('tulip-4711');
      return post('/token/setpin', { serial: await held(), otppin: 'tulip-4711' });
    },
    /root changed the PIN of your token HELD/,
  ],
  [
    'a PIN is drawn',
    async () => {
      const json = await post('/token/setrandompin', { serial: await held() });
      secrets.push(json.detail?.pin ?? json.result.value);
    },
    /root changed the PIN of your token HELD/,
  ],
  [
    'a PIN is copied',
    async () => post('/token/copypin', { from: await held(), to: await held() }),
    /root changed the PIN of your token HELD/,
  ],
  ['a temporary code is given', temporaryCode, /gave out a code on November 21/],
];

async function temporaryCode(): Promise<void> {
  const { house } = sending;
  await house.give(`OWN${serialNumber()}`, { ownerId: await house.personId('ines.garcia') });
  await held();
  const holder = { realm: 'office', username: 'amara.okafor' };
  const body = { controller: ines, code: hotp(rfcSeed, 1), holder, proof: callerProofs[0] };
  const { json } = await station.request('POST', '/stations/self/temporary-codes', JSON.stringify(body));
  expect(json.code ?? json.reason).toMatch(/^\d{8}$/);
  secrets.push(json.code);
}

test.each(acts)('tells the person when %s', async (_, doing, text) => {
  const mails = await told(doing, text);
  expect(mails.find((mail) => text.test(mail)) ?? mails.join('\n')).toMatch(text);
});

test('tells no secret in any of them', () => {
  const all = sending
    .mails(address)
    .flatMap((mail) => [mail, read(mail)])
    .join('\n');
  expect(secrets.length).toBeGreaterThanOrEqual(4);
  for (const secret of secrets)
    expect([secret, typeof secret, all.includes(secret)]).toEqual([secret, 'string', false]);
});

test('tells what to do in every one, by the text that the organisation gave', async () => {
  const asked = /If you know nothing of this, say so at once:/;
  expect((await told(() => issued(), asked))[0]).toMatch(asked);
  await sending.house.server.installation.store.settings.set('contact', 'Call Léa <b>on 117</b>');
  const own = /at once:\s+Call Léa <b>on 117<\/b>\s*$/;
  expect((await told(() => issued(), own))[0]).toMatch(own);
});

test('cannot be made to write a line of its own into a mail by a name', async () => {
  const { store } = sending.house.server.installation;
  await store.people.add({
    realm: 'office',
    username: 'eve',
    userId: '6666',
    givenName: 'Eve\r\nBcc: thief@example.org\r\n',
    surname: '',
    email: 'eve@example.org',
    office: '',
    phone: '',
    mobile: '',
  });
  const serial = `EVE${serialNumber()}`;
  await sending.house.give(serial);
  await post('/token/assign', { user: 'eve', realm: 'office', serial });
  await vi.waitFor(() => expect(sending.mails('eve@example.org')).toHaveLength(1), { timeout: 30_000 });
  expect(sending.mails('thief@example.org')).toEqual([]);
});

test('says in the audit of whom nobody could be told', async () => {
  const { store } = sending.house.server.installation;
  await store.people.add({
    realm: 'office',
    username: 'nomail',
    userId: '7777',
    givenName: 'No',
    surname: 'Mail',
    email: '',
    office: '',
    phone: '',
    mobile: '',
  });
  const serial = `NM${serialNumber()}`;
  await sending.house.give(serial);
  await post('/token/assign', { user: 'nomail', realm: 'office', serial });
  const notes: unknown[] = [];
  for await (const { entry } of store.audit.entries()) {
    if (entry.action === 'notice/not-sent') notes.push([entry.subject, entry.detail]);
  }
  expect(notes).toEqual([['nomail@office', { kind: 'issued', info: 'there is no e-mail address' }]]);
  // In the list it is not said to have been done.
  const { json } = await sending.admin.get('/audit/?action_detail=notice/not-sent');
  expect(json.result.value.auditdata).toMatchObject([{ success: 0, info: 'there is no e-mail address' }]);
});
