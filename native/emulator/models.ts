import type { Firmware } from '../firmware.ts';

/** What an emulated token is sold as, and the traits that follow from it. */
export interface EmulatedModel {
  readonly firmware: Firmware;
  /** USB product id with the OTP interface switched on. */
  readonly productId: number;
  /** Pages of the device information, each a list of tag and value; the serial is put in. */
  readonly pages: readonly (readonly (readonly [tag: number, value: readonly number[]])[])[];
}

const version = (firmware: Firmware) => [0x05, firmware] as const;

export const emulatedModels = {
  'YubiKey 5 NFC': {
    firmware: [5, 4, 3],
    productId: 0x0407,
    pages: [
      [
        [0x01, [0x02, 0x3f]],
        [0x03, [0x02, 0x3f]],
        [0x04, [0x01]],
        version([5, 4, 3]),
        [0x06, [0x00, 0x00]],
        [0x07, [0x0f]],
        [0x08, [0x00]],
        [0x0d, [0x02, 0x3f]],
        [0x0e, [0x02, 0x3f]],
        [0x0a, [0x00]],
      ],
    ],
  },
  'YubiKey 5C NFC': {
    firmware: [5, 7, 1],
    productId: 0x0407,
    pages: [
      [
        [0x01, [0x03, 0x3f]],
        [0x03, [0x03, 0x3f]],
        [0x04, [0x03]],
        version([5, 7, 1]),
        [0x07, [0x0f]],
        [0x0d, [0x03, 0x3f]],
        [0x0e, [0x03, 0x3f]],
        [0x0a, [0x00]],
        [0x10, [0x01]],
      ],
      [
        [0x13, [0x31, 0x2d, 0x45, 0x4d, 0x55]],
        [0x16, [0x00]],
      ],
    ],
  },
  'YubiKey 4': {
    firmware: [4, 3, 4],
    productId: 0x0407,
    pages: [
      [
        [0x01, [0x3f]],
        [0x03, [0x3f]],
        [0x04, [0x01]],
        version([4, 3, 4]),
        [0x06, [0x00, 0x00]],
        [0x07, [0x0f]],
        [0x0a, [0x00]],
      ],
    ],
  },
  'YubiKey NEO': { firmware: [3, 4, 0], productId: 0x0110, pages: [] },
  'YubiKey 2.4': { firmware: [2, 4, 2], productId: 0x0010, pages: [] },
  'YubiKey 2.2': { firmware: [2, 2, 3], productId: 0x0010, pages: [] },
  'YubiKey 2.0': { firmware: [2, 0, 2], productId: 0x0010, pages: [] },
} as const satisfies Record<string, EmulatedModel>;

export type EmulatedModelName = keyof typeof emulatedModels;
