import type { Device } from 'node-hid';
import { afterEach, expect, test } from 'vitest';
import { type Failure, KeydeskError } from '../../domain/failure.ts';
import type { Attached } from '../../native/attached.ts';
import type { HidModule } from '../../native/hid.ts';
import { type Watcher, watchPorts } from '../../native/watcher.ts';
import { clockByHand } from './clock-by-hand.ts';

const open: Watcher[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((watcher) => watcher.close()));
});

function keyboard(path: string, productId = 0x0407): Device {
  return { path, vendorId: 0x1050, productId, usagePage: 1, usage: 6, release: 0x0543, interface: 0 };
}

/** The watcher on a list of things that stands for the operating system's. */
function watching(options: { events?: boolean; loads?: boolean } = {}) {
  let things: Device[] = [];
  let fire = () => {};
  let looks = 0;
  const clock = clockByHand();
  const told: { attached: readonly Attached[]; failure: Failure | undefined }[] = [];
  const watcher = watchPorts({
    clock,
    loadHid: async () => {
      if (options.loads === false) throw new KeydeskError('device/no-usb');
      const devicesAsync = async () => {
        looks += 1;
        return things;
      };
      return { devicesAsync } as unknown as HidModule;
    },
    watchUsbEvents: async (onChange) => {
      if (options.events === false) throw new KeydeskError('device/no-usb');
      fire = onChange;
      return async () => {};
    },
    wanted: ({ vendorId }) => vendorId === 0x1050,
    onChange: (attached, failure) => told.push({ attached, failure }),
  });
  open.push(watcher);
  return {
    watcher,
    clock,
    told,
    looks: () => looks,
    fire: () => fire(),
    plug: (...devices: Device[]) => {
      things = devices;
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  // The limit of the test is the only one.
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('an event of the bus brings the new token at once', async () => {
  const { told, plug, fire } = watching();
  await until(() => told.length === 1);
  plug(keyboard('a'));
  // No time passes by the clock.
  fire();
  await until(() => told.length === 2);
  expect(told[1]?.attached.map(({ productId }) => productId)).toEqual([0x0407]);
});

test('a node that appears only after the event is found all the same', async () => {
  const { told, plug, fire, clock, looks } = watching();
  await until(() => clock.waits() === 1);
  fire();
  await until(() => clock.waits() === 2);
  expect([looks(), told.length]).toEqual([2, 1]);
  clock.pass(100);
  await until(() => clock.waits() === 2);
  plug(keyboard('a'));
  expect([looks(), told.length]).toEqual([3, 1]);
  clock.pass(400);
  await until(() => told.length === 2);
});

test('without events the slow look finds the token', async () => {
  const { told, plug, clock, looks } = watching({ events: false });
  await until(() => clock.waits() === 1);
  plug(keyboard('a'));
  expect([looks(), told.length]).toEqual([1, 1]);
  clock.pass(2000);
  await until(() => told.length === 2 && clock.waits() === 1);
  plug();
  clock.pass(2000);
  await until(() => told.length === 3);
  expect(told[2]?.attached).toEqual([]);
});

test('where paths outlive tokens, a new plugging-in is a new presence', async () => {
  const { told, plug, fire, watcher } = watching();
  plug(keyboard('same'));
  await watcher.rescan();
  const first = told.at(-1)?.attached[0]?.presence;
  fire();
  await until(() => told.at(-1)?.attached[0]?.presence !== first);
  expect(told.at(-1)?.attached).toHaveLength(1);
});

test('other interfaces and other vendors are passed over', async () => {
  const { told, plug, watcher } = watching();
  plug(
    { ...keyboard('fido'), usagePage: 0xf1d0, usage: 1 },
    { ...keyboard('logitech'), vendorId: 0x046d },
    keyboard('otp'),
  );
  await watcher.rescan();
  await watcher.rescan();
  expect(told.at(-1)?.attached).toHaveLength(1);
});

test('where node-hid does not load, that is told once and nothing else happens', async () => {
  const { told, watcher } = watching({ loads: false });
  await watcher.rescan();
  await watcher.rescan();
  expect(told).toEqual([{ attached: [], failure: { code: 'device/no-usb', context: {} } }]);
});
