import type { SyncState } from '../../domain/contract/ipc.ts';
import { asFailure, type Failure } from '../../domain/failure.ts';
import { countOutbox, lastDeliveredAt } from '../vault/outbox.ts';
import { pulledSnapshot } from '../vault/snapshot.ts';
import { type Enrolment, readEnrolment } from '../vault/station.ts';
import { backoffMs } from './backoff.ts';
import { watchNetwork } from './network-watch.ts';
import type { SyncParts } from './parts.ts';
import type { Peer } from './peer.ts';

/** Sending and pulling by itself, for as long as the vault is unlocked. */
export interface Sync {
  state(): SyncState;
  /** There is something to send, or a reason to try again: begins at once. */
  wake(): void;
  /** Sends everything, also what was parked, and pulls; answers when the attempt is over. */
  sendNow(): Promise<SyncState>;
  stop(): Promise<void>;
}

export interface SyncOptions {
  readonly changed: (state: SyncState) => void;
  /** Lists show something new. */
  readonly dataChanged: () => void;
  /** The vault is not what the server knows of it. */
  readonly broken: (failure: Failure) => void;
  /** How often to look for news when nothing is wrong. */
  readonly pullEveryMs: number;
  /** How long after the last look at the soonest, when this station has told something that changes what it is told. */
  readonly pullAgainMs: number;
  /** How to work with the server that this station belongs to. */
  readonly peerOf: (enrolment: Enrolment) => Peer;
}

/** One attempt at a time; how long to wait counts failures and never reads the wall clock. */
export function startSync(parts: SyncParts, options: SyncOptions): Sync {
  let last: { readonly of: string; readonly peer: Peer } | undefined;
  let attempt: Promise<void> | undefined;
  let again: 'no' | 'send' | 'everything' = 'no';
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let problem: Failure | undefined;
  let online = false;
  let nextAttemptAt: string | null = null;
  let pullDueMs = 0;
  let pulledMs = Number.NEGATIVE_INFINITY;
  let stopped = false;

  const state = (): SyncState => {
    const { waiting, since } = countOutbox(parts.vault);
    return {
      waiting,
      waitingSince: since,
      online,
      sending: attempt !== undefined,
      problem: problem ?? null,
      nextAttemptAt,
      lastDeliveredAt: lastDeliveredAt(parts.vault),
      lastPulledAt: pulledSnapshot(parts.vault)?.pulledAt ?? null,
    };
  };
  const tell = () => {
    if (!stopped) options.changed(state());
  };

  /** The peer of before while the station is what it was then. */
  function peerOf(enrolment: Enrolment): Peer {
    const of = JSON.stringify(enrolment);
    if (last?.of !== of) {
      last?.peer.close();
      last = { of, peer: options.peerOf(enrolment) };
    }
    return last.peer;
  }

  async function exchange(everything: boolean): Promise<void> {
    const enrolment = readEnrolment(parts.vault);
    if (enrolment === undefined) return;
    const peer = peerOf(enrolment);
    const delivered = () => {
      if (peer.tellsEffects) pullDueMs = Math.min(pullDueMs, pulledMs + options.pullAgainMs);
      tell();
      if (!stopped) options.dataChanged();
    };
    await peer.deliver({ parkedToo: everything, changed: delivered });
    if (!everything && performance.now() < pullDueMs) return;
    const news = await peer.pull();
    pulledMs = performance.now();
    pullDueMs = pulledMs + options.pullEveryMs * peer.pause;
    if (news && !stopped) options.dataChanged();
  }

  async function run(everything: boolean): Promise<void> {
    try {
      await exchange(everything);
      failures = 0;
      problem = undefined;
      online = readEnrolment(parts.vault) !== undefined;
    } catch (error) {
      if (stopped) return;
      failures += 1;
      // The next attempt has to ask the server something before it may say that all is well.
      pullDueMs = 0;
      problem = asFailure(error);
      online = false;
      if (problem.code === 'vault/corrupt') options.broken(problem);
      if (problem.code === 'app/failed') console.error(error);
    }
  }

  function begin(everything: boolean): Promise<void> {
    clearTimeout(timer);
    nextAttemptAt = null;
    attempt = run(everything).finally(() => {
      attempt = undefined;
      if (stopped) return;
      const wanted = again;
      again = 'no';
      if (wanted === 'no') schedule();
      else void begin(wanted === 'everything');
      tell();
    });
    tell();
    return attempt;
  }

  function schedule(): void {
    const askedMs = Number(problem?.context.retryAfterSeconds ?? 0) * 1000;
    const dueMs = online ? Math.max(1, Math.ceil(pullDueMs - performance.now())) : options.pullEveryMs;
    const waitMs =
      problem === undefined ? Math.min(options.pullEveryMs, dueMs) : Math.max(askedMs, backoffMs(failures));
    nextAttemptAt = problem === undefined ? null : new Date(parts.now().getTime() + waitMs).toISOString();
    timer = setTimeout(() => void begin(false), waitMs);
    timer.unref();
  }

  const stopWatching = watchNetwork(() => {
    if (problem !== undefined) wake();
  });

  function wake(): void {
    if (stopped) return;
    if (attempt === undefined) void begin(false);
    else if (again === 'no') again = 'send';
  }

  return {
    state,
    wake,
    sendNow: async () => {
      if (attempt !== undefined) {
        again = 'everything';
        await attempt;
      }
      await (attempt ?? begin(true));
      return state();
    },
    stop: async () => {
      stopped = true;
      stopWatching();
      clearTimeout(timer);
      last?.peer.close();
      await attempt;
    },
  };
}
