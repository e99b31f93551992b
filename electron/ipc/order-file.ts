import type { Channel } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { looksLike } from '../../seeds/looks-like.ts';
import { readOrder, wipeKeys } from '../stock/read-order.ts';
import { mustKeepShelf } from '../stock/rights.ts';
import { takeOrder } from '../stock/take-order.ts';
import type { DeskContext, Handlers } from './context.ts';

/** More than an order's credentials take, whatever their form; it is held in memory until it is taken or forgotten. */
const mostBytes = 32 * 1024 * 1024;
/** A file of seeds is not kept for somebody who went away. */
const keptMs = 15 * 60_000;

interface Chosen {
  readonly bytes: Uint8Array;
  /** Who chose it: whoever comes after them at the desk chooses anew. */
  readonly by: string;
  readonly timer: NodeJS.Timeout;
}

/** The vendor's file of an order: chosen, looked at, received or forgotten, all in the desk core. */
export function orderHandlers(desk: DeskContext): Handlers<Extract<Channel, `order/${string}`>> {
  const parts = () => desk.open().ceremony;
  let chosen: Chosen | undefined;
  const forget = () => {
    clearTimeout(chosen?.timer);
    chosen?.bytes.fill(0);
    chosen = undefined;
  };
  const theFile = (): Uint8Array => {
    if (chosen !== undefined && chosen.by !== parts().controller()) forget();
    if (chosen === undefined) throw new KeydeskError('file/not-read', { file: '' });
    return chosen.bytes;
  };
  return {
    'order/choose': async () => {
      const by = parts().controller();
      const file = await desk.files.open('', mostBytes);
      if (file === undefined) return null;
      forget();
      const timer = setTimeout(forget, keptMs);
      timer.unref();
      chosen = { bytes: file.bytes, by, timer };
      return { name: file.name, bytes: file.bytes.length, looksLike: looksLike(file) };
    },
    'order/look': async (wish) => {
      mustKeepShelf(parts(), wish.office);
      const { keys, foreseen } = await readOrder(parts().vault, theFile(), wish);
      wipeKeys(keys);
      return foreseen;
    },
    'order/take': (wish) =>
      desk.inTurn(async () => {
        const done = await takeOrder(parts(), theFile(), wish);
        forget();
        return done;
      }),
    'order/forget': () => {
      forget();
      return undefined;
    },
  };
}
