import type { Device } from 'node-hid';
import { asFailure, type Failure, KeydeskError } from '../domain/failure.ts';
import type { Attached } from './attached.ts';
import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import { type HidModule, openHid } from './hid.ts';
import { hidrawAt, placeOfHidraw, stillAt, type UsbPlace } from './usb-place.ts';

/** A keyboard: the interface through which OTP tokens are reached. */
const keyboard = { usagePage: 0x01, usage: 0x06 } as const;
/** The node of a token appears a little after the event of its plugging-in. */
const afterEventMs = [0, 100, 400, 1000];
/** Listing is costly on some systems: with events of the bus it is only a safety net. */
const pollMs = { withEvents: 10_000, alone: 2000 } as const;

export interface WatcherParts {
  readonly clock: Clock;
  loadHid(): Promise<HidModule>;
  watchUsbEvents(onChange: () => void): Promise<() => Promise<void>>;
  wanted(thing: { readonly vendorId: number; readonly productId: number }): boolean;
  /** All that is attached now, and why nothing can be, if so. */
  onChange(attached: readonly Attached[], failure: Failure | undefined): void;
}

/** Looks at the real USB ports until it is closed: at every event of the bus, and slowly by itself. */
export interface Watcher {
  rescan(): Promise<void>;
  close(): Promise<void>;
}

interface Seat {
  readonly attached: Attached;
  readonly place: UsbPlace | undefined;
}

export function watchPorts(parts: WatcherParts): Watcher {
  const ended = new AbortController();
  const seats = new Map<string, Seat>();
  /** Where a path outlives its token (Windows), each event of the bus begins a new life. */
  let life = 0;
  let scanning: Promise<void> = Promise.resolve();
  let stopEvents: () => Promise<void> = async () => {};
  let told: string | undefined;

  const scan = (): Promise<void> => {
    scanning = scanning.then(async () => {
      if (ended.signal.aborted) return;
      let failure: Failure | undefined;
      try {
        await look(await parts.loadHid());
      } catch (error) {
        seats.clear();
        failure = asFailure(
          error instanceof KeydeskError ? error : new KeydeskError('device/no-usb', {}, { cause: error }),
        );
      }
      const now = JSON.stringify([[...seats.keys()], failure]);
      if (now === told || ended.signal.aborted) return;
      told = now;
      parts.onChange(
        [...seats.values()].map(({ attached }) => attached),
        failure,
      );
    });
    return scanning;
  };

  async function look(hid: HidModule): Promise<void> {
    const found = new Set<string>();
    for (const device of await hid.devicesAsync(0, 0)) {
      if (device.path === undefined || !isKeyboard(device) || !parts.wanted(device)) continue;
      const place = await placeOfHidraw(device.path);
      const presence = place === undefined ? `usb-${life}-${device.path}` : `usb-${place.port}-${place.device}`;
      found.add(presence);
      if (!seats.has(presence)) seats.set(presence, seat(parts.clock, hid, presence, device, device.path, place));
    }
    for (const [presence, { place }] of seats) {
      if (found.has(presence)) continue;
      // Another program may hold the interface: without its node, but plugged in all the same.
      if (place === undefined || !(await stillAt(place))) seats.delete(presence);
    }
  }

  async function begin(): Promise<void> {
    await scan();
    let intervalMs: number = pollMs.withEvents;
    stopEvents = await parts
      .watchUsbEvents(() => {
        life += 1;
        void afterEvent();
      })
      .catch(() => {
        intervalMs = pollMs.alone;
        return async () => {};
      });
    if (ended.signal.aborted) return stopEvents();
    while (!ended.signal.aborted) {
      await parts.clock.sleep(intervalMs, ended.signal);
      await scan();
    }
  }

  async function afterEvent(): Promise<void> {
    for (const waitMs of afterEventMs) {
      await parts.clock.sleep(waitMs, ended.signal);
      await scan();
    }
  }

  const running = begin();
  return {
    rescan: scan,
    close: async () => {
      ended.abort();
      await running;
      await scanning;
      await stopEvents();
    },
  };
}

function isKeyboard(device: Device): boolean {
  return device.usagePage === keyboard.usagePage && device.usage === keyboard.usage;
}

function seat(
  clock: Clock,
  hid: HidModule,
  presence: string,
  device: Device,
  path: string,
  place: UsbPlace | undefined,
): Seat {
  const explanation = explain(place, clock);
  return {
    place,
    attached: {
      presence,
      transport: 'usb',
      practice: false,
      vendorId: device.vendorId,
      productId: device.productId,
      open: async () => {
        const now = place === undefined ? path : ((await hidrawAt(place)) ?? path);
        return explained(await openHid(hid, now).catch(explanation), explanation);
      },
    },
  };
}

/** What a pulled-out token leaves in the last report is not always "no such device": where it sat tells. */
const goneAfterMs = [0, 30, 100, 300];

/** Tells a token that was pulled out from one whose interface another program took away. */
function explain(place: UsbPlace | undefined, clock: Clock): (error: unknown) => Promise<never> {
  return async (error) => {
    const { code } = asFailure(error);
    if (place === undefined || code === 'device/not-permitted') throw error;
    for (const waitMs of goneAfterMs) {
      await clock.sleep(waitMs);
      if (!(await stillAt(place))) throw new KeydeskError('device/unplugged', {}, { cause: error });
    }
    throw code === 'device/unplugged' ? new KeydeskError('device/busy', {}, { cause: error }) : error;
  };
}

function explained(connection: Connection, explanation: (error: unknown) => Promise<never>): Connection {
  return {
    read: () => connection.read().catch(explanation),
    write: (report) => connection.write(report).catch(explanation),
    close: () => connection.close(),
  };
}
