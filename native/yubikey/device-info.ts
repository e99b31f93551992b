import { KeydeskError } from '../../domain/failure.ts';
import { type TokenSerial, tokenSerial } from '../../domain/token.ts';
import type { Firmware } from '../firmware.ts';
import type { DeviceInfo } from '../session.ts';

/** Tags of the device information (yubikit management.py, TAG). */
const tags = {
  usbSupported: 0x01,
  serial: 0x02,
  usbEnabled: 0x03,
  formFactor: 0x04,
  firmware: 0x05,
  locked: 0x0a,
  nfcSupported: 0x0d,
  nfcEnabled: 0x0e,
  moreData: 0x10,
  partNumber: 0x13,
} as const;

export type Tags = ReadonlyMap<number, Uint8Array>;

/** The tags of one page, which is `length | tag, length, value ...`. Throws `device/bad-response` on a cut or overlong page. */
export function parsePage(page: Uint8Array): Tags {
  const end = (page[0] ?? 0) + 1;
  if (page.length === 0 || end > page.length) throw new KeydeskError('device/bad-response', { length: page.length });
  const found = new Map<number, Uint8Array>();
  let offset = 1;
  while (offset < end) {
    const tag = page[offset] ?? 0;
    const length = page[offset + 1];
    if (length === undefined || offset + 2 + length > end) throw new KeydeskError('device/bad-response', { tag });
    found.set(tag, page.slice(offset + 2, offset + 2 + length));
    offset += 2 + length;
  }
  return found;
}

/** Whether another page follows. */
export function morePages(page: Tags): boolean {
  return number(page.get(tags.moreData)) === 1;
}

export function deviceInfo(found: Tags): DeviceInfo {
  const formFactor = number(found.get(tags.formFactor));
  return {
    serial: serial(found.get(tags.serial)),
    firmware: firmware(found.get(tags.firmware)),
    formFactor: formFactor & 0x0f,
    fips: (formFactor & 0x80) !== 0,
    securityKey: (formFactor & 0x40) !== 0,
    usbSupported: number(found.get(tags.usbSupported)),
    usbEnabled: number(found.get(tags.usbEnabled)),
    nfcSupported: number(found.get(tags.nfcSupported)),
    nfcEnabled: number(found.get(tags.nfcEnabled)),
    partNumber: text(found.get(tags.partNumber)),
    locked: number(found.get(tags.locked)) !== 0,
  };
}

function number(value: Uint8Array | undefined): number {
  return (value ?? new Uint8Array()).slice(0, 4).reduce((sum, byte) => sum * 256 + byte, 0);
}

function serial(value: Uint8Array | undefined): TokenSerial | undefined {
  const found = number(value);
  return found === 0 ? undefined : tokenSerial(String(found));
}

function firmware(value: Uint8Array | undefined): Firmware | undefined {
  return value?.length === 3 ? [value[0] ?? 0, value[1] ?? 0, value[2] ?? 0] : undefined;
}

function text(value: Uint8Array | undefined): string {
  return String.fromCharCode(...(value ?? []))
    .replace(/[^\x20-\x7e]/g, '')
    .trim();
}
