import { afterAll, beforeAll, expect } from 'vitest';
import { credentialSerial, type TokenSerial } from '../../domain/token.ts';
import { type EmulatedToken, emulatedToken } from '../../native/emulator/token.ts';
import { type Administration, administration } from '../server/administration.ts';
import { brokenLinkOf } from '../server/audit-chain.ts';
import { type House, openHouse } from '../server/house.ts';
import { deskAtWork, touch, until, walk } from './desk-at-work.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { type HouseDesk, houseDesk, quick } from './house-desk.ts';

/** A desk with its own way to the server, that can be cut. */
export interface Station {
  readonly name: string;
  readonly proxy: FaultProxy;
  readonly now: () => Date;
  at: HouseDesk;
}

/** Two real desks and a real server, whose clocks can be moved. */
export interface TwoDesks {
  readonly house: House;
  readonly admin: Administration;
  readonly zurich: Station;
  readonly bern: Station;
  /** How far each clock is moved. */
  readonly shift: { server: number; zurich: number; bern: number };
  readonly close: () => Promise<void>;
}

export const ines = 'ines.garcia';
export const jan = 'jan.vandenberg';
export const amara = 'amara.okafor';
export const dagny = 'dagny.thorvaldsdottir';

/**
 * Two desks for the tests of one file, closed at their end: then every record is somewhere once, and the chain of the
 * server's audit holds.
 */
export function twoDesksForAll(prepare: (two: TwoDesks) => Promise<void> = async () => {}): TwoDesks {
  let open: TwoDesks | undefined;
  const now = (): TwoDesks => {
    if (open === undefined) throw new Error('the desks are not open yet');
    return open;
  };
  beforeAll(async () => {
    open = await twoDesks();
    await prepare(open);
  });
  afterAll(async () => {
    for (const station of [now().zurich, now().bern]) await eachOnce(now(), station);
    expect(await brokenLinkOf(now().house.server.installation.store)).toBeUndefined();
    await now().close();
  });
  return {
    get house() {
      return now().house;
    },
    get admin() {
      return now().admin;
    },
    get zurich() {
      return now().zurich;
    },
    get bern() {
      return now().bern;
    },
    get shift() {
      return now().shift;
    },
    close: () => now().close(),
  };
}

export async function twoDesks(): Promise<TwoDesks> {
  const shift = { server: 0, zurich: 0, bern: 0 };
  const clock = (of: keyof typeof shift) => () => new Date(Date.now() + shift[of]);
  const house = await openHouse(clock('server'));
  const admin = await administration(house);
  await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust,handle_stock' });
  for (const [office, user] of [
    ['zurich', ines],
    ['bern', jan],
  ] as const) {
    await admin.post(`/trust/offices/${office}`, { name: office });
    await admin.post('/trust/groups/controllers/members', { user: `${user}@office` });
    await admin.post(`/trust/offices/${office}/controllers`, { user: `${user}@office` });
  }
  const station = async (name: 'zurich' | 'bern'): Promise<Station> => {
    const proxy = await faultProxy(house);
    const at = await houseDesk({ ...house, code: proxy.code }, { trial: { now: clock(name), namesOnly: true } });
    await at.ask('app/set-settings', { controller: 'root' });
    return { name, proxy, now: clock(name), at };
  };
  const [zurich, bern] = [await station('zurich'), await station('bern')];
  return {
    house,
    admin,
    zurich,
    bern,
    shift,
    async close() {
      for (const { at, proxy } of [zurich, bern]) {
        proxy.fault = 'pass';
        await at.desk.close();
        await proxy.close();
      }
      await house.close();
    },
  };
}

let nextSerial = 51_000_000;

/** A token fresh from its box. */
export function freshToken(): EmulatedToken {
  nextSerial += 1;
  return emulatedToken({ ...quick, serial: nextSerial });
}

export const serialOf = (token: EmulatedToken) => `${token.serial}` as TokenSerial;

export function cutOff({ proxy }: Station): void {
  proxy.fault = 'error 500';
}

/** The server is there again: everything is sent, and what it says is known. */
export async function reconnect({ proxy, at }: Station): Promise<void> {
  proxy.fault = 'pass';
  await at.ask('sync/send-now');
  await at.ask('sync/send-now');
}

/** Issues a token to somebody as the ceremony does; the record's id. */
export async function issue(
  { at }: Station,
  username: string,
  token: EmulatedToken,
  overwrite = false,
): Promise<string> {
  at.token = token;
  await at.ask('ceremony/begin');
  await at.ask('ceremony/choose-holder', { realm: 'office', username });
  const done = await walk(at, 'done', overwrite ? { overwrite: serialOf(token).slice(-4) } : {});
  await at.ask('ceremony/close');
  await at.ask('practice/pull-out');
  token.powerDown();
  if (done.outcome?.kind !== 'issued') throw new Error('it was not issued');
  return done.outcome.record;
}

/** Plugs a token in and waits until the desk has read it. */
export async function plug({ at }: Station, token: EmulatedToken): Promise<void> {
  at.token = token;
  await at.ask('practice/plug-in');
  await until(async () =>
    (await at.ask('tokens/attached')).tokens.some(({ token: seen }) => seen.serial === serialOf(token))
      ? true
      : undefined,
  );
}

export async function unplug({ at }: Station): Promise<void> {
  await at.ask('practice/pull-out');
  await until(async () => ((await at.ask('tokens/attached')).tokens.length === 0 ? true : undefined));
}

/** The process ends and begins again; the vault is all there is. */
export async function restart(station: Station): Promise<void> {
  const { directory, token } = station.at;
  const { now } = station;
  await station.at.desk.close();
  token.powerDown();
  const held = { token };
  const back = await deskAtWork({
    directory,
    trial: { emulatedToken: () => held.token, pullEveryMs: 3_600_000, now, namesOnly: true },
  });
  station.at = {
    ...back,
    house: station.at.house,
    get token() {
      return held.token;
    },
    set token(other: EmulatedToken) {
      held.token = other;
    },
  };
}

/** What the server's tables say of a token: everybody who has a credential on it that lives. */
export async function holders({ house }: TwoDesks, token: EmulatedToken): Promise<readonly string[]> {
  const { credentials, people } = house.server.installation.store;
  const living = await credentials.onToken(serialOf(token));
  return Promise.all(
    living
      .filter(({ active, revoked }) => active === 1 && revoked === 0)
      .map(async ({ ownerId }) => (ownerId === null ? '' : ((await people.byId(ownerId))?.username ?? ''))),
  );
}

export const stateOf = async ({ house }: TwoDesks, token: EmulatedToken) =>
  (await house.server.installation.store.tokens.find(serialOf(token)))?.state;

/** Whether the server lets in whoever touches this token at this desk. */
export async function lets({ house }: TwoDesks, station: Station, token: EmulatedToken): Promise<boolean> {
  await plug(station, token);
  const pass = await touch(station.at);
  await unplug(station);
  const fields = { serial: credentialSerial(serialOf(token), 1, 'hotp'), pass: `tulip-47${pass}` };
  return (await house.client.form('/validate/check', fields)).json.result.value === true;
}

/** A conflict as a desk shows it. */
export async function seen({ at }: Station, record: string) {
  const found = (await at.ask('conflicts/list')).find((one) => one.record === record);
  if (found === undefined) throw new Error('the desk says nothing of it');
  return found;
}

/** Every record of a desk is at the server exactly once, as taken or as disputed; never both, unless it was taken later. */
export async function eachOnce({ house }: TwoDesks, { at }: Station): Promise<void> {
  const { records } = house.server.installation.store;
  const all = (await at.ask('records/list', { query: '', limit: 200 })).rows;
  for (const { id, delivery } of all) {
    const taken = await records.find(id);
    const { contentHash } = await at.ask('records/get', { id });
    const disputed = await records.findDisputed(contentHash);
    if (delivery === 'delivered' && taken === undefined) throw new Error(`record ${id} was lost`);
    if (delivery !== 'delivered' && (taken !== undefined || disputed === undefined)) {
      throw new Error(`record ${id} is ${delivery} here, and ${taken ? 'taken' : 'not kept'} there`);
    }
  }
}
