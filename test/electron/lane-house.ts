import { afterAll, beforeAll } from 'vitest';
import type { TokenSerial } from '../../domain/token.ts';
import { administration } from '../server/administration.ts';
import { type House, openHouse } from '../server/house.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { checkVaultAt } from './invariants.ts';
import type { LaneDesk } from './lane.ts';

interface LaneHouse {
  readonly house: House;
  readonly proxy: FaultProxy;
  /** The token as the server keeps it, and the credentials that live on it. */
  readonly onServer: (serial: string) => ReturnType<House['server']['installation']['store']['tokens']['find']>;
  readonly living: (serial: string) => ReturnType<House['server']['installation']['store']['credentials']['onToken']>;
}

/** A server with one office, and a way to it that can be cut, for the lanes of one file. */
export function laneHouse(): LaneHouse {
  let house: House | undefined;
  let proxy: FaultProxy | undefined;
  beforeAll(async () => {
    house = await openHouse();
    proxy = await faultProxy(house);
    await (await administration(house)).post('/trust/offices/madrid', { name: 'Madrid' });
  });
  afterAll(async () => {
    await proxy?.close();
    await house?.close();
  });
  const there = <T>(opened: T | undefined): T => {
    if (opened === undefined) throw new Error('the house is not open yet');
    return opened;
  };
  return {
    get house() {
      return there(house);
    },
    get proxy() {
      return there(proxy);
    },
    onServer: (serial) => there(house).server.installation.store.tokens.find(serial as TokenSerial),
    living: (serial) => there(house).server.installation.store.credentials.onToken(serial),
  };
}

/** At the end of a test: the vault holds what is true of every vault. */
export async function ends(at: LaneDesk): Promise<void> {
  await at.desk.close();
  await checkVaultAt(at.directory);
}
