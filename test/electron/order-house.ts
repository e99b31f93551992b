import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reply, Request } from '../../domain/contract/ipc.ts';
import { type Administration, administration } from '../server/administration.ts';
import { type House, openHouse } from '../server/house.ts';
import { newDirectory } from './desk-at-work.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';

/** A desk whose person chooses files, with its own way to the server. */
export interface OrderDesk {
  readonly at: HouseDesk;
  readonly proxy: FaultProxy;
  /** What the person chooses next; nothing when they would rather not. */
  file: string | undefined;
}

export const stores = 'ines.garcia@office';
export const controller = 'jan.vandenberg@office';
export const outsider = 'amara.okafor@office';

/** A server with two offices: Ines keeps the shelves of Zürich, Jan controls trust in Bern. */
export async function orderHouse(): Promise<{ readonly house: House; readonly admin: Administration }> {
  const house = await openHouse();
  const admin = await administration(house);
  await admin.post('/trust/groups/stores', { name: 'Stores', allow: 'handle_stock' });
  await admin.post('/trust/groups/trusted', { name: 'Trusted', allow: 'control_trust' });
  for (const [office, name, group, user] of [
    ['zurich', 'Zürich', 'stores', stores],
    ['bern', 'Bern', 'trusted', controller],
  ] as const) {
    await admin.post(`/trust/offices/${office}`, { name });
    await admin.post(`/trust/groups/${group}/members`, { user });
    await admin.post(`/trust/offices/${office}/controllers`, { user });
  }
  return { house, admin };
}

export async function orderDesk(house: House, name: string): Promise<OrderDesk> {
  const proxy = await faultProxy(house);
  const held = { file: undefined as string | undefined };
  const at = await houseDesk(
    { ...house, code: proxy.code },
    { trial: { namesOnly: true }, chooseFile: async () => held.file },
  );
  await at.ask('app/set-settings', { controller: name });
  return {
    at,
    proxy,
    get file() {
      return held.file;
    },
    set file(path: string | undefined) {
      held.file = path;
    },
  };
}

const folder = newDirectory();

/** Puts a file where the person chooses it, and lets the desk have it. */
export async function chooseOrder(desk: OrderDesk, content: string | Uint8Array, name = 'vendor.csv') {
  desk.file = join(folder, name);
  writeFileSync(desk.file, content);
  return desk.at.ask('order/choose');
}

export const orderWish = (more: Partial<Request<'order/look'>> = {}): Request<'order/look'> => ({
  ...{ office: 'zurich', kind: 'oathcsv', unchecked: false },
  ...{ password: new Uint8Array(), preSharedKey: new Uint8Array(), ...more },
});

/** Takes what was shown; secrets of a request are wiped with it, so each has its own. */
export async function takeShown(desk: OrderDesk, wish = () => orderWish()): Promise<Reply<'order/take'>> {
  const { keys, tokens } = await desk.at.ask('order/look', wish());
  return desk.at.ask('order/take', { ...wish(), order: 'PO 4711', keys, tokens });
}

export function cut({ proxy }: OrderDesk): void {
  proxy.fault = 'error 500';
}

/** The server is there again: everything is sent, and what it says is known. */
export async function reunite({ proxy, at }: OrderDesk): Promise<void> {
  proxy.fault = 'pass';
  await at.ask('sync/send-now');
  await at.ask('sync/send-now');
}
