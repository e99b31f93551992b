import { readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Where a USB thing sits and the how-manieth it is there: both change only by pulling it out. */
export interface UsbPlace {
  /** The port, e.g. `1-1.2`. */
  readonly port: string;
  /** The kernel's device number, a new one for every plugging-in. */
  readonly device: string;
}

const devices = '/sys/bus/usb/devices';

/** The USB place of a hidraw node; `undefined` where the system has no sysfs or the node is gone. */
export async function placeOfHidraw(path: string): Promise<UsbPlace | undefined> {
  if (!/^\/dev\/hidraw\d+$/.test(path)) return undefined;
  try {
    let folder = await realpath(`/sys/class/hidraw/${basename(path)}/device`);
    for (; folder.length > 1; folder = dirname(folder)) {
      const device = await number(join(folder, 'devnum'));
      if (device !== undefined) return { port: basename(folder), device };
    }
  } catch {}
  return undefined;
}

/** Whether the thing is still plugged in there, although its hidraw node may be taken away by another program. */
export async function stillAt(place: UsbPlace): Promise<boolean> {
  return (await number(join(devices, place.port, 'devnum'))) === place.device;
}

/** The hidraw node that a place has now. */
export async function hidrawAt(place: UsbPlace): Promise<string | undefined> {
  const nodes = await readdir('/sys/class/hidraw').catch(() => []);
  for (const node of nodes) {
    const found = await placeOfHidraw(`/dev/${node}`);
    if (found?.port === place.port && found.device === place.device) return `/dev/${node}`;
  }
  return undefined;
}

async function number(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    return undefined;
  }
}
