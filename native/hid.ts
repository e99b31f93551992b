import type { Device, HIDAsync } from 'node-hid';
import { KeydeskError } from '../domain/failure.ts';
import type { Connection } from './connection.ts';
import { deviceError } from './device-error.ts';

/** The part of node-hid that Keydesk uses. */
export interface HidModule {
  devicesAsync(vendorId: number, productId: number): Promise<Device[]>;
  readonly HIDAsync: { open(path: string, options: { nonExclusive: boolean }): Promise<HIDAsync> };
}

/** Loads node-hid, on the first call only: on a machine where it cannot load, that is a failure and not a crash. */
export async function loadHid(): Promise<HidModule> {
  try {
    const { default: module } = (await import('node-hid')) as unknown as { default: HidModule };
    return module;
  } catch (error) {
    throw new KeydeskError('device/no-usb', {}, { cause: error });
  }
}

const reportSize = 8;
/** The kernel gives up on a control transfer after 5 s; whatever takes longer will never answer. */
const answerLimitMs = 6000;

/**
 * Opens feature reports of a HID keyboard. Not exclusively, or the token could not type; and nobody listens for
 * input, which Windows refuses for keyboards.
 */
export async function openHid(hid: HidModule, path: string): Promise<Connection> {
  let device: HIDAsync;
  try {
    device = await hid.HIDAsync.open(path, { nonExclusive: true });
  } catch (error) {
    throw deviceError(error);
  }
  // An error event without a listener would end the process; the next report tells the same.
  device.on('error', () => {});
  return {
    // Windows wants room for the report id: ask for 9 bytes, of which the first is the id.
    read: async () => {
      const report = await inTime(device.getFeatureReport(0, reportSize + 1));
      return new Uint8Array(report.subarray(report.length - reportSize));
    },
    write: async (report) => {
      const bytes = Buffer.from([0, ...report]);
      try {
        await inTime(device.sendFeatureReport(bytes));
      } finally {
        bytes.fill(0);
      }
    },
    close: async () => {
      await device.close().catch(() => {});
    },
  };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new KeydeskError('device/no-answer')), answerLimitMs);
  });
  try {
    return await Promise.race([work, tooLate]);
  } catch (error) {
    throw deviceError(error);
  } finally {
    clearTimeout(timer);
  }
}
