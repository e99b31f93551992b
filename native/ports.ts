import { asFailure, type Failure, KeydeskError } from '../domain/failure.ts';
import type { TokenSeen } from '../domain/token.ts';
import type { Attached } from './attached.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Driver } from './driver.ts';
import type { EmulatedPort } from './emulator/port.ts';
import { loadHid } from './hid.ts';
import type { TokenSession } from './session.ts';
import { openSocket, type Socket } from './socket.ts';
import { watchUsbEvents } from './usb.ts';
import { type Watcher, watchPorts } from './watcher.ts';
import { yubikeyDriver } from './yubikey/driver.ts';

/** One thing in a port: a token that was identified, or why it could not be. */
export type PortEntry = { readonly token: TokenSeen } | { readonly presence: string; readonly failure: Failure };

/** All ports of this machine, real and emulated, as the desk sees them. */
export interface Ports {
  /** What is plugged in now, in the order of plugging in; what is still being identified is not in it yet. */
  list(): readonly PortEntry[];
  /**
   * Gives the token of a presence to `work`, alone. Waits for its turn, until `signal` fires. Fails with
   * `device/unplugged` when that presence is over, with `token/swapped` when another serial answers in its place.
   */
  use<T>(
    presence: string,
    work: (session: TokenSession, token: TokenSeen) => Promise<T>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<T>;
  /** Looks again now, also at what could not be identified before. */
  rescan(): Promise<void>;
  close(): Promise<void>;
}

export interface PortOptions {
  /** Whether to look at real USB ports; without it no native module is loaded. */
  readonly hardware: boolean;
  readonly emulated?: EmulatedPort | undefined;
  /** Called with the whole list whenever anything in it changed. */
  readonly onChange: (entries: readonly PortEntry[]) => void;
  readonly clock?: Clock;
}

const drivers: readonly Driver[] = [yubikeyDriver];
const identifyAgainMs = [150, 500, 1500];
const identifyLaterMs = 3000;

export function openPorts(options: PortOptions): Ports {
  const clock = options.clock ?? systemClock;
  const sockets = new Map<string, Socket>();
  const ended = new AbortController();
  let real: readonly Attached[] = [];
  let trouble: Failure | undefined;
  let told = '[]';

  const list = (): PortEntry[] => {
    const entries = [...sockets.values()].map(entryOf).filter((entry) => entry !== undefined);
    return trouble === undefined ? entries : [...entries, { presence: 'usb', failure: trouble }];
  };

  function tell(): void {
    const now = JSON.stringify(list());
    if (now === told || ended.signal.aborted) return;
    told = now;
    options.onChange(list());
  }

  function reconcile(): void {
    const attached = [...real, ...(options.emulated?.attached() ?? [])];
    const present = new Set(attached.map(({ presence }) => presence));
    for (const [presence, socket] of sockets) {
      if (present.has(presence)) continue;
      sockets.delete(presence);
      void socket.end();
    }
    for (const thing of attached) {
      const driver = drivers.find((candidate) => candidate.recognises(thing));
      if (driver === undefined || sockets.has(thing.presence)) continue;
      const socket = openSocket(thing, driver, clock);
      sockets.set(thing.presence, socket);
      void identify(socket);
    }
    tell();
  }

  /** Tries again soon, as the permission of a new node takes a moment, and then as long as the thing is there. */
  async function identify(socket: Socket): Promise<void> {
    for (let attempt = 0; !ended.signal.aborted && !socket.ended; attempt++) {
      await socket.identify();
      if (socket.state.kind === 'token' || attempt >= identifyAgainMs.length) tell();
      if (socket.state.kind === 'token') return;
      await clock.sleep(identifyAgainMs[attempt] ?? identifyLaterMs, ended.signal);
    }
  }

  const stopEmulated = options.emulated?.onChange(reconcile);
  const watcher: Watcher | undefined = options.hardware
    ? watchPorts({
        clock,
        loadHid,
        watchUsbEvents,
        wanted: (thing) => drivers.some((driver) => driver.recognises(thing)),
        onChange: (attached, failure) => {
          real = attached;
          trouble = failure;
          reconcile();
        },
      })
    : undefined;
  reconcile();

  return {
    list,
    use: async (presence, work, { signal } = {}) => {
      const socket = sockets.get(presence);
      if (socket === undefined) throw new KeydeskError('device/unplugged', { presence });
      try {
        return await socket.use(work, signal);
      } catch (error) {
        // The event of the bus may come later than the failure of the report.
        if (asFailure(error).code === 'device/unplugged') await watcher?.rescan();
        throw error;
      } finally {
        tell();
      }
    },
    rescan: async () => {
      await watcher?.rescan();
      reconcile();
      const unknown = [...sockets.values()].filter((socket) => socket.state.kind === 'failed');
      await Promise.all(unknown.map((socket) => socket.identify()));
      tell();
    },
    close: async () => {
      ended.abort();
      stopEmulated?.();
      await watcher?.close();
      await Promise.all([...sockets.values()].map((socket) => socket.end()));
      sockets.clear();
    },
  };
}

function entryOf(socket: Socket): PortEntry | undefined {
  switch (socket.state.kind) {
    case 'token':
      return { token: socket.state.seen };
    case 'failed':
      return { presence: socket.presence, failure: socket.state.failure };
    case 'unknown':
      return undefined;
  }
}
