import type { Asked, Channel, Reply, Request } from '../../domain/contract/ipc.ts';
import { createDesk, type Desk } from '../../electron/desk.ts';
import { type EmulatedToken, emulatedToken } from '../../native/emulator/token.ts';
import type { Compared } from './run-privacyidea.ts';
import type { people } from './set-up-people.ts';
import type { Wire } from './wire.ts';

/** The PIN of every token that the comparison issues. */
export const pin = 'tulip-47';

/** A desk core as the app runs it, with an emulated token in its port. */
export interface AtDesk {
  readonly desk: Desk;
  readonly ask: <C extends Channel>(channel: C, ...request: Asked<C>) => Promise<Reply<C>>;
  readonly typed: string[];
  token: EmulatedToken;
}

/** One token to issue, and what has to come of it. */
export interface Issue {
  readonly what: string;
  readonly person: keyof typeof people;
  readonly type: 'hotp' | 'yubikey';
  readonly digits: 6 | 8;
  readonly slot: 1 | 2;
}

/** A desk core with an emulated token that can be exchanged. */
export async function openDesk(directory: string): Promise<AtDesk> {
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

/** Pairs it with a privacyIDEA server over that server’s own wire. */
export async function pairWith(at: AtDesk, { url, administrator }: Compared): Promise<void> {
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

/** Walks the whole ceremony for somebody and waits for what came of its delivery. */
export async function issueOne(
  at: AtDesk,
  { person, type, digits, slot }: Issue,
  wish: { readonly overwrite?: string; readonly replaces?: Request<'ceremony/answer-checks'>['replaces'] } = {},
): Promise<Outcome> {
  await at.ask('ceremony/begin');
  await at.ask('ceremony/choose-holder', { realm: 'hq', username: person });
  const checks = { presence: true, proof: 'document', documentKind: 'passport' } as const;
  const { replaces, overwrite } = wish;
  await at.ask('ceremony/answer-checks', { ...checks, ...(replaces === undefined ? {} : { replaces }) });
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

/** What came of a record’s delivery, once it is no longer on its way. */
export async function delivered(at: AtDesk, id: string): Promise<Pick<Outcome, 'delivery' | 'failure'>> {
  await waited(async () => (await at.ask('records/get', { id })).delivery !== 'waiting', 15_000).catch(() => {});
  const { delivery, failure } = await at.ask('records/get', { id });
  const problem = failure ?? (await at.ask('sync/state')).problem;
  return { delivery, failure: problem === null ? '' : `: ${problem.code} ${JSON.stringify(problem.context)}` };
}

/** What the token types when it is touched. */
export async function touch(at: AtDesk, slot: 1 | 2): Promise<string> {
  at.typed.length = 0;
  await at.ask('practice/touch', { slot });
  return (at.typed[0] ?? '').trim();
}

/** Whether the server lets somebody in with this. */
export async function checked(client: Wire, user: string, pass: string): Promise<boolean> {
  const { json } = await client.ask('POST', '/validate/check', { user, realm: 'hq', pass });
  return json?.result?.value === true;
}

async function waited(look: () => Promise<boolean>, withinMs = 8_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await look())) {
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
