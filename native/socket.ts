import { asFailure, type Failure, KeydeskError } from '../domain/failure.ts';
import type { TokenSeen } from '../domain/token.ts';
import type { Attached } from './attached.ts';
import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import type { Driver, OpenedToken } from './driver.ts';
import { createLock } from './lock.ts';
import type { TokenSession } from './session.ts';

/** One plugged-in thing from its plugging-in to its pulling-out: opened when it is needed, used by one at a time. */
export interface Socket {
  readonly presence: string;
  readonly ended: boolean;
  readonly state:
    | { readonly kind: 'unknown' }
    | { readonly kind: 'token'; readonly seen: TokenSeen }
    | { readonly kind: 'failed'; readonly failure: Failure };
  identify(): Promise<void>;
  use<T>(work: (session: TokenSession, token: TokenSeen) => Promise<T>, signal?: AbortSignal): Promise<T>;
  end(): Promise<void>;
}

/** Other programs hold a token for about a second. */
const busyWaitsMs = [50, 100, 200, 400, 800, 1600];

interface Ready {
  readonly opened: OpenedToken;
  readonly seen: TokenSeen;
}

interface Open {
  readonly connection: Connection;
  readonly opened: OpenedToken;
}

export function openSocket(attached: Attached, driver: Driver, clock: Clock): Socket {
  const { presence } = attached;
  const lock = createLock();
  let state: Socket['state'] = { kind: 'unknown' };
  let open: Open | undefined;
  let ended = false;

  async function shut(): Promise<void> {
    const was = open;
    open = undefined;
    await was?.connection.close().catch(() => {});
  }

  /** The opened token. An open connection dies with the presence, so its token is the one that was identified. */
  async function ready(): Promise<Ready> {
    if (open !== undefined && state.kind === 'token' && (await answers(open.opened)))
      return { opened: open.opened, seen: state.seen };
    for (let attempt = 0; ; attempt++) {
      await shut();
      if (ended) throw new KeydeskError('device/unplugged', { presence });
      const waitMs = busyWaitsMs[attempt];
      try {
        return await opening();
      } catch (error) {
        if (waitMs === undefined || asFailure(error).code !== 'device/busy') throw error;
        await clock.sleep(waitMs);
      }
    }
  }

  async function opening(): Promise<Ready> {
    const connection = await attached.open();
    try {
      const opened = await driver.open(attached, connection, clock);
      const seen = await opened.identify();
      if (state.kind === 'token' && state.seen.serial !== seen.serial)
        throw new KeydeskError('token/swapped', { expected: state.seen.serial ?? '', found: seen.serial ?? '' });
      open = { connection, opened };
      state = { kind: 'token', seen };
      return { opened, seen };
    } catch (error) {
      await connection.close().catch(() => {});
      throw error;
    }
  }

  /** A connection that failed is not trusted again: the next use opens the token anew and compares the serial. */
  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (asFailure(error).code.startsWith('device/') || asFailure(error).code === 'token/write-unknown') await shut();
      throw error;
    }
  }

  return {
    presence,
    get ended() {
      return ended;
    },
    get state() {
      return state;
    },
    identify: () =>
      lock(() => guarded(ready)).then(
        () => {},
        (error) => {
          if (state.kind !== 'token') state = { kind: 'failed', failure: asFailure(error) };
        },
      ),
    use: (work, signal) =>
      lock(
        () =>
          guarded(async () => {
            const { opened, seen } = await ready();
            try {
              return await work(opened.session, seen);
            } finally {
              if (state.kind === 'token') state = { kind: 'token', seen: opened.refreshed(state.seen) };
            }
          }),
        signal,
      ),
    end: async () => {
      ended = true;
      await lock(shut);
    },
  };
}

/** A handle that another program's use of the token has killed is found out before anything is asked of it. */
async function answers({ session }: OpenedToken): Promise<boolean> {
  try {
    await session.readStatus();
    return true;
  } catch {
    return false;
  }
}
