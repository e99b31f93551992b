import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ceremony, Step } from '../../domain/ceremony.ts';
import type { Asked, Channel, EventBody, EventName, Reply, Request } from '../../domain/contract/ipc.ts';
import { channels, events } from '../../domain/contract/ipc.ts';
import { createDesk, type Desk } from '../../electron/desk.ts';
import type { DeskOptions, Keystore, Trial } from '../../electron/desk-options.ts';
import { open, seal } from '../../electron/vault/sealing.ts';

/** Stands for the operating system's keystore: a key that outlives the process, as there. */
export const keystore: Keystore = {
  wrap: async (key) => seal(new Uint8Array(32).fill(7), key, 'test'),
  unwrap: async (wrapped) => open(new Uint8Array(32).fill(7), wrapped, 'test'),
};

export const pin = 'tulip-47';
export const bytes = (text: string) => new TextEncoder().encode(text);

export interface DeskAtWork {
  readonly desk: Desk;
  readonly directory: string;
  /** Everything that was emitted, answered and typed, in order. */
  readonly seen: { readonly what: string; readonly body: unknown }[];
  readonly typed: string[];
  /** Asks as the window does: by the schemas, in both directions. */
  ask<C extends Channel>(channel: C, ...request: Asked<C>): Promise<Reply<C>>;
  ceremony(): Promise<Ceremony>;
}

export interface AtWorkOptions extends Partial<DeskOptions> {
  readonly trial?: Trial;
}

const made: string[] = [];
// In a process of its own (crash-child.ts) the folder is the caller's.
if (process.env.VITEST !== undefined) {
  const { afterAll } = await import('vitest');
  afterAll(() => {
    for (const directory of made) rmSync(directory, { recursive: true, force: true });
  });
}

const patient = { answerMs: 600_000, idleMs: 600_000, slowestBytesPerMs: 1 };

/** A folder of its own, gone when the tests are. */
export function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-desk-'));
  made.push(directory);
  return directory;
}

/** A desk core as the shell runs it, with an emulated token that stands for a real one. */
export async function deskAtWork(options: AtWorkOptions = {}): Promise<DeskAtWork> {
  const directory = options.directory ?? newDirectory();
  const seen: { what: string; body: unknown }[] = [];
  const typed: string[] = [];
  const desk = await createDesk({
    directory,
    keystore,
    hardware: false,
    emulator: 'desk',
    version: '0.0.0-test',
    runtime: { electron: '', chrome: '', node: process.version, substitute: false },
    enrolmentFile: undefined,
    sqliteBinding: undefined,
    type: (text) => typed.push(text),
    emit: <E extends EventName>(event: E, body: EventBody<E>) => {
      events[event].parse(body);
      seen.push({ what: event, body: structuredClone(body) });
    },
    ...options,
    // A clock that a test sets is no sleep of the machine, and a server that is slow on a busy one is not away.
    trial: { namesOnly: true, sleepLookEveryMs: 86_400_000, limits: patient, ...options.trial },
  });
  const ask: DeskAtWork['ask'] = async (channel, ...request) => {
    const asked = channels[channel].request.parse(request[0]);
    const reply = await desk.handle(channel, asked as never);
    channels[channel].reply.parse(reply);
    seen.push({ what: channel, body: structuredClone(reply) });
    return reply;
  };
  const ceremony = async () => {
    const current = await ask('ceremony/current');
    if (current === null) throw new Error('no ceremony is open');
    return current;
  };
  return { desk, directory, seen, typed, ask, ceremony };
}

/** Makes the vault, enrols the station, and says who is at the desk. */
export async function setUp(at: DeskAtWork, code?: string): Promise<void> {
  await at.ask('vault/create', { passphrase: bytes('a passphrase nobody guesses') });
  if (code !== undefined) await at.ask('station/enrol', { code, name: 'Desk 1' });
  const [controller = ''] = await at.ask('controllers/list');
  await at.ask('app/set-settings', { controller });
}

/** Waits for what is to be seen; the limit is far more than anything takes on a machine at work on other things. */
export async function until<T>(look: () => Promise<T | undefined> | T | undefined, withinMs = 120_000): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** Plugs the emulated token in and waits until the desk knows it. */
export async function plugIn(at: DeskAtWork): Promise<string> {
  const { presence } = await at.ask('practice/plug-in');
  await until(async () =>
    (await at.ask('tokens/attached')).tokens.some(({ token }) => token.presence === presence) ? true : undefined,
  );
  return presence;
}

/** Touches the token and hands what it typed to the code field. */
export async function touch(at: DeskAtWork, slot: 1 | 2 = 1): Promise<string> {
  at.typed.length = 0;
  await at.ask('practice/touch', { slot });
  return (at.typed[0] ?? '').trim();
}

export async function type(at: DeskAtWork, typed: string, longestGapMs = 8): Promise<Ceremony> {
  return at.ask('ceremony/code', { typed, longestGapMs });
}

/** Walks from wherever the ceremony stands to the step named, as a controller would. */
export async function walk(
  at: DeskAtWork,
  to: Step,
  wish: Partial<Request<'ceremony/take-token'>> = {},
): Promise<Ceremony> {
  for (let moves = 0; moves < 40; moves += 1) {
    const now = (await at.ask('ceremony/current')) ?? (await at.ask('ceremony/begin'));
    if (now.step === to && !now.confirmAgain) return now;
    await move(at, now, wish);
  }
  throw new Error('the walk does not end');
}

/** What a controller does next at a step, once; a faulty token may leave the ceremony where it is. */
export async function move(
  at: DeskAtWork,
  now: Ceremony,
  wish: Partial<Request<'ceremony/take-token'>> = {},
): Promise<unknown> {
  if (now.confirmAgain) return at.ask('ceremony/confirm-person');
  switch (now.step) {
    case 'person': {
      const [first] = (await at.ask('people/search', { query: '', limit: 1 })).rows;
      if (first === undefined) throw new Error('nobody is known');
      return at.ask('ceremony/choose-holder', { realm: first.realm, username: first.username });
    }
    case 'checks':
      return at.ask('ceremony/answer-checks', {
        presence: true,
        proof: 'document',
        documentKind: 'passport',
      });
    case 'token':
      return at.ask('ceremony/take-token', { presence: await plugIn(at), slot: 1, type: 'hotp', digits: 6, ...wish });
    case 'program':
      await plugIn(at);
      return at.ask('ceremony/write', {});
    case 'prove':
      await plugIn(at);
      return type(at, await touch(at, now.plan?.slot));
    case 'pin':
      return at.ask('ceremony/set-pin', { pin: bytes(pin), again: bytes(pin) });
    case 'hand over':
      if (now.acknowledgement === undefined) {
        return at.ask('ceremony/acknowledge', { kind: 'typed name', name: 'Recipient', language: 'en' });
      }
      return at.ask('ceremony/sign-off');
    case 'done':
      return undefined;
  }
}
