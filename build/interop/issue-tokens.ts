import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asked, Channel, Reply } from '../../domain/contract/ipc.ts';
import { createDesk, type Desk } from '../../electron/desk.ts';
import { type EmulatedToken, emulatedToken } from '../../native/emulator/token.ts';
import type { Compared } from './run-privacyidea.ts';
import { logIn, people } from './set-up-people.ts';
import { type Wire, wire } from './wire.ts';

const pin = 'tulip-47';

/** A desk core as the app runs it, with an emulated token in its port. */
interface AtDesk {
  readonly desk: Desk;
  readonly ask: <C extends Channel>(channel: C, ...request: Asked<C>) => Promise<Reply<C>>;
  readonly typed: string[];
  token: EmulatedToken;
}

/** One token to issue, and what has to come of it. */
interface Issue {
  readonly what: string;
  readonly person: keyof typeof people;
  readonly type: 'hotp' | 'yubikey';
  readonly digits: 6 | 8;
  readonly slot: 1 | 2;
}

const issues: readonly Issue[] = [
  { what: 'HOTP with 6 digits', person: 'alice', type: 'hotp', digits: 6, slot: 1 },
  { what: 'HOTP with 8 digits', person: 'bob', type: 'hotp', digits: 8, slot: 2 },
  { what: 'Yubico OTP', person: 'carol', type: 'yubikey', digits: 6, slot: 1 },
];

/**
 * Issues tokens at a real desk core, paired with the server over its own wire, and logs in with their codes; the way of a
 * person in the app, with an emulated token. Prints a line for each and says whether all held.
 */
export async function issueTokens(theirs: Compared): Promise<boolean> {
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-interop-desk-'));
  const client = wire(theirs);
  const at = await openDesk(directory);
  const seen: boolean[] = [];
  const say = (holds: boolean, sentence: string) => {
    seen.push(holds);
    console.log(`${holds ? 'holds  ' : 'FAILED '} ${sentence}`);
  };
  try {
    await pairWith(at, theirs);
    const found = await at.ask('people/search', { query: '', limit: 50 });
    say(found.rows.length === Object.keys(people).length, `the desk has the ${found.rows.length} people of the realm`);
    for (const issue of issues) {
      at.token = emulatedToken({ storeMs: 1, reportMs: 0 });
      const outcome = await issueOne(at, issue);
      say(outcome.delivery === 'delivered', `${issue.what}: the desk delivered it${outcome.failure}`);
      const check = (pass: string) => checked(client, issue.person, pass);
      for (const code of outcome.codes) {
        say(!(await check(`${pin}${code}`)), `${issue.what}: a code typed at the desk is used up on the server`);
      }
      const code = await touch(at, issue.slot);
      say(!(await check(code)), `${issue.what}: the next code without the PIN is refused`);
      say(await check(`${pin}${code}`), `${issue.what}: the next code with the PIN logs in`);
      say(!(await check(`${pin}${code}`)), `${issue.what}: the same code a second time does not`);
      await at.ask('practice/pull-out');
      await at.ask('ceremony/close');
    }
    await refusedByPolicy(at, theirs, client, say);
    await takenSerial(at, theirs, client, say);
  } finally {
    await at.desk.close();
    client.close();
    rmSync(directory, { recursive: true, force: true });
  }
  return seen.every(Boolean);
}

async function openDesk(directory: string): Promise<AtDesk> {
  const typed: string[] = [];
  const held = { token: emulatedToken({ storeMs: 1, reportMs: 0 }) };
  const desk = await createDesk({
    directory,
    keystore: undefined,
    hardware: false,
    emulator: 'desk',
    version: '0.0.0-interop',
    runtime: { electron: '', chrome: '', node: process.version, substitute: false },
    enrolmentFile: undefined,
    sqliteBinding: undefined,
    type: (text) => typed.push(text),
    emit: () => {},
    trial: { emulatedToken: () => held.token, pullEveryMs: 3_600_000 },
  });
  const ask: AtDesk['ask'] = (channel, ...request) => desk.handle(channel, request[0] as never);
  return {
    desk,
    ask,
    typed,
    get token() {
      return held.token;
    },
    set token(token) {
      held.token = token;
    },
  };
}

const bytes = (text: string) => new TextEncoder().encode(text);

async function pairWith(at: AtDesk, { url, administrator }: Compared): Promise<void> {
  await at.ask('vault/create', { passphrase: bytes('a passphrase of the comparison') });
  const { fingerprint } = await at.ask('pairing/look', { address: url });
  const secret = bytes(administrator.password);
  const account = { account: administrator.name, by: 'password', secret } as const;
  await at.ask('pairing/pair', { address: url, fingerprint, name: 'Interop', ...account });
  await at.ask('app/set-settings', { controller: 'Interop' });
  const { problem } = await at.ask('sync/state');
  if (problem !== null) throw new Error(`the desk cannot work with it: ${JSON.stringify(problem)}`);
}

interface Outcome {
  readonly record: string;
  readonly delivery: string;
  /** What the person would read, with a colon before it. */
  readonly failure: string;
  /** The codes that the token typed at the desk. */
  readonly codes: readonly string[];
}

async function issueOne(at: AtDesk, { person, type, digits, slot }: Issue, overwrite?: string): Promise<Outcome> {
  await at.ask('ceremony/begin');
  await at.ask('ceremony/choose-holder', { realm: 'hq', username: person });
  const checks = { presence: true, proof: 'document', documentKind: 'passport' } as const;
  await at.ask('ceremony/answer-checks', checks);
  const { presence } = await at.ask('practice/plug-in');
  await waited(async () => (await at.ask('tokens/attached')).tokens.length > 0);
  await at.ask('ceremony/take-token', {
    presence,
    slot,
    type,
    digits,
    ...(overwrite === undefined ? {} : { overwrite }),
  });
  await at.ask('ceremony/write', {});
  const codes: string[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    const code = await touch(at, slot);
    codes.push(code);
    await at.ask('ceremony/code', { typed: code, longestGapMs: 8 });
  }
  await at.ask('ceremony/set-pin', { pin: bytes(pin), again: bytes(pin) });
  await at.ask('ceremony/acknowledge', { kind: 'typed name', name: person, language: 'en' });
  const done = await at.ask('ceremony/sign-off');
  const record = done.outcome?.record ?? '';
  return { record, codes, ...(await delivered(at, record)) };
}

async function delivered(at: AtDesk, id: string): Promise<Pick<Outcome, 'delivery' | 'failure'>> {
  await waited(async () => (await at.ask('records/get', { id })).delivery !== 'waiting', 15_000).catch(() => {});
  const { delivery, failure } = await at.ask('records/get', { id });
  const problem = failure ?? (await at.ask('sync/state')).problem;
  return { delivery, failure: problem === null ? '' : `: ${problem.code} ${JSON.stringify(problem.context)}` };
}

async function touch(at: AtDesk, slot: 1 | 2): Promise<string> {
  at.typed.length = 0;
  await at.ask('practice/touch', { slot });
  return (at.typed[0] ?? '').trim();
}

async function checked(client: Wire, user: string, pass: string): Promise<boolean> {
  const { json } = await client.ask('POST', '/validate/check', { user, realm: 'hq', pass });
  return json?.result?.value === true;
}

/** A limit that the server gets between the ceremony's beginning and its end: parked in its words, tried again by a person. */
async function refusedByPolicy(
  at: AtDesk,
  theirs: Compared,
  client: Wire,
  say: (holds: boolean, sentence: string) => void,
) {
  const token = await logIn(client, theirs);
  const form = { scope: 'enrollment', action: 'max_token_per_user=0', realm: 'hq', user: 'dave', active: 'true' };
  await client.ask('POST', '/policy/nothing', form, token);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  at.token = emulatedToken({ storeMs: 1, reportMs: 0 });
  const outcome = await issueOne(at, { what: '', person: 'dave', type: 'hotp', digits: 6, slot: 1 });
  say(outcome.delivery === 'refused', `a policy that refuses is parked in the server's words${outcome.failure}`);
  await client.ask('DELETE', '/policy/nothing', undefined, token);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  await at.ask('sync/send-now');
  const again = await delivered(at, outcome.record);
  say(again.delivery === 'delivered', `tried again when it is gone, the token is delivered${again.failure}`);
  say(await checked(client, 'dave', `${pin}${await touch(at, 1)}`), 'and its next code logs in');
  await at.ask('practice/pull-out');
  await at.ask('ceremony/close');
}

/** A serial that is there already: left as it is until a person decides. */
async function takenSerial(
  at: AtDesk,
  theirs: Compared,
  client: Wire,
  say: (holds: boolean, sentence: string) => void,
) {
  const admin = await logIn(client, theirs);
  at.token = emulatedToken({ storeMs: 1, reportMs: 0 });
  const serial = `UBOM${String(at.token.serial).padStart(8, '0')}_1`;
  const otpkey = '3132333435363738393031323334353637383930';
  await client.ask('POST', '/token/init', { type: 'hotp', serial, otpkey, user: 'bob', realm: 'hq', pin: '99' }, admin);
  const outcome = await issueOne(at, { what: '', person: 'dave', type: 'hotp', digits: 6, slot: 1 });
  say(outcome.delivery === 'refused', `a serial that is taken is not overwritten${outcome.failure}`);
  say(await checked(client, 'bob', '99755224'), 'the token that had it still logs in');
  await at.ask('records/replace', { id: outcome.record });
  const after = await delivered(at, outcome.record);
  say(after.delivery === 'delivered', `a person lets the new one take its place${after.failure}`);
  say(!(await checked(client, 'bob', '99287082')), 'the old one is revoked');
  say(await checked(client, 'dave', `${pin}${await touch(at, 1)}`), 'and the new one logs in');
}

async function waited(look: () => Promise<boolean>, withinMs = 8_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await look())) {
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
