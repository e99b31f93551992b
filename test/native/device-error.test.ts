import { expect, test } from 'vitest';
import { deviceError } from '../../native/device-error.ts';

test.each([
  [
    "cannot open device with path /dev/hidraw0: Failed to open a device with path '/dev/hidraw0': Permission denied",
    'device/not-permitted',
  ],
  ['cannot open device with path IOService: (0xE00002E2) (iokit/common) not permitted', 'device/not-permitted'],
  ['cannot open device with path \\\\?\\hid#vid: CreateFile: (0x00000005) Access is denied.', 'device/not-permitted'],
  ['cannot open device: (0xE00002C5) (iokit/common) exclusive access and device already open', 'device/busy'],
  ['could not send feature report to device: ioctl (SFEATURE): No such device', 'device/unplugged'],
  ["Failed to open a device with path '/dev/hidraw0': No such file or directory", 'device/unplugged'],
  ['device disconnected', 'device/unplugged'],
  ['HidD_GetFeature: (0x0000048F) The device is not connected.', 'device/unplugged'],
  ['could not get feature report from device: ioctl (GFEATURE): Broken pipe', 'device/bad-response'],
  ['could not get feature report from device: ioctl (GFEATURE): Connection timed out', 'device/no-answer'],
  ['something nobody has seen yet', 'device/no-answer'],
])('%s means %s', (message, code) => {
  expect(deviceError(new TypeError(message)).code).toBe(code);
});
