import { type UtilityProcess, utilityProcess } from 'electron';
import type { Channel, EventName } from '../../domain/contract/ipc.ts';
import type { Failure, Outcome } from '../../domain/failure.ts';
import type { Printer } from '../../domain/paper/printing.ts';
import type { FileWish } from './choose-file.ts';
import type { CoreStart, FromCore, ToCore } from './core-messages.ts';

/** What the shell does for the core, and what it wants to know of it. */
export interface CoreWatch {
  readonly start: CoreStart;
  readonly entry: string;
  /** Settles when the window has been drawn: the two would only keep each other waiting for the processor. */
  readonly drawn: Promise<void>;
  readonly keystore: (act: 'wrap' | 'unwrap', bytes: Uint8Array) => Promise<Uint8Array | undefined>;
  readonly chooseFile: (wish: FileWish) => Promise<string | undefined>;
  readonly printer: Printer;
  readonly type: (text: string) => void;
  readonly event: (event: EventName, body: unknown) => void;
  /** The core is there, or is not and why. Called on each change. */
  readonly changed: (state: CoreState) => void;
}

export type CoreState =
  /** `failure` says why, when it has to be started again. */
  | { readonly kind: 'starting'; readonly failure: Failure | null }
  | { readonly kind: 'ready' }
  | { readonly kind: 'lost'; readonly failure: Failure };

export interface CoreProcess {
  readonly state: () => CoreState;
  /** Waits for a core that is starting; answers with a failure when it stops meanwhile. */
  readonly call: (channel: Channel, request: unknown) => Promise<Outcome<unknown>>;
  readonly interrupted: () => void;
  /** Somebody asks for another try: a core that was left alone is started as if for the first time. */
  readonly revive: () => void;
  /** Lets the core finish what it commits; resolves when its process has ended. */
  readonly close: () => Promise<void>;
}

const restartDelaysMs = [0, 500, 2000];
const restartWindowMs = 60_000;
const closePatienceMs = 15_000;

const stopped: Failure = { code: 'app/core-stopped', context: {} };
const lost: Failure = { code: 'app/core-lost', context: {} };

/** Starts the desk core, starts it again when it dies (at most three times a minute), and carries calls to it. */
export function startCore(watch: CoreWatch): CoreProcess {
  let state: CoreState = { kind: 'starting', failure: null };
  let child: UtilityProcess;
  let alive = false;
  let closing: Promise<void> | undefined;
  let lastCall = 0;
  const deaths: number[] = [];
  const waiting: ToCore[] = [];
  const calls = new Map<number, (outcome: Outcome<unknown>) => void>();

  const become = (next: CoreState) => {
    state = next;
    watch.changed(next);
  };
  const send = (message: ToCore) => child.postMessage(message);

  async function hear(from: UtilityProcess, message: FromCore): Promise<void> {
    switch (message.kind) {
      case 'started':
        for (const held of waiting.splice(0)) send(held);
        become({ kind: 'ready' });
        return;
      case 'answer':
        calls.get(message.id)?.(message.outcome);
        calls.delete(message.id);
        return;
      case 'event':
        watch.event(message.event, message.body);
        return;
      case 'type':
        watch.type(message.text);
        return;
      case 'keystore': {
        const bytes = await watch.keystore(message.act, message.bytes);
        from.postMessage({ kind: 'keystore answered', id: message.id, bytes } satisfies ToCore);
        return;
      }
      case 'choose file': {
        const path = await watch.chooseFile(message.wish);
        from.postMessage({ kind: 'file chosen', id: message.id, path } satisfies ToCore);
        return;
      }
      case 'draw': {
        const pdf = await watch.printer.draw(message.size).catch(() => undefined);
        from.postMessage({ kind: 'drawn', id: message.id, pdf } satisfies ToCore);
        pdf?.fill(0);
        return;
      }
      case 'print': {
        const came = await watch.printer.print(message.size).catch(() => 'failed' as const);
        from.postMessage({ kind: 'printed', id: message.id, came } satisfies ToCore);
        return;
      }
    }
  }

  function failCalls(failure: Failure): void {
    waiting.length = 0;
    for (const settle of calls.values()) settle({ ok: false, failure });
    calls.clear();
  }

  function died(code: number): void {
    alive = false;
    if (closing !== undefined) {
      state = { kind: 'lost', failure: stopped };
      failCalls(stopped);
      return;
    }
    console.error(`The desk core ended with ${code}.`);
    const now = performance.now();
    deaths.push(now);
    const recent = deaths.filter((at) => now - at < restartWindowMs).length;
    const delayMs = restartDelaysMs[recent - 1];
    failCalls(delayMs === undefined ? lost : stopped);
    become(delayMs === undefined ? { kind: 'lost', failure: lost } : { kind: 'starting', failure: stopped });
    if (delayMs !== undefined) setTimeout(() => closing ?? fork(), delayMs);
  }

  function fork(): void {
    const born = utilityProcess.fork(watch.entry, [], { serviceName: 'Keydesk core' });
    child = born;
    alive = true;
    born.on('message', (message: FromCore) => {
      hear(born, message).catch((error: unknown) => console.error('shell:', error));
    });
    born.once('exit', died);
    born.postMessage({ kind: 'start', start: watch.start } satisfies ToCore);
  }

  void watch.drawn.then(() => closing ?? fork());

  return {
    state: () => state,
    call: (channel, request) => {
      if (state.kind === 'lost') return Promise.resolve({ ok: false, failure: state.failure });
      return new Promise((resolve) => {
        const id = ++lastCall;
        calls.set(id, resolve);
        const message: ToCore = { kind: 'call', id, channel, request };
        if (state.kind === 'ready') send(message);
        else waiting.push(message);
      });
    },
    interrupted: () => {
      if (state.kind === 'ready') send({ kind: 'interrupted' });
    },
    revive: () => {
      if (state.kind !== 'lost' || closing !== undefined) return;
      deaths.length = 0;
      become({ kind: 'starting', failure: null });
      fork();
    },
    close: () => {
      closing ??= new Promise((resolve) => {
        if (!alive) return resolve();
        const patience = setTimeout(() => child.kill(), closePatienceMs);
        child.once('exit', () => {
          clearTimeout(patience);
          resolve();
        });
        send({ kind: 'close' });
      });
      return closing;
    },
  };
}
