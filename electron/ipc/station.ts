import type { SyncState } from '../../domain/contract/ipc.ts';
import { enrol } from '../sync/enrol.ts';
import { openContradiction } from '../vault/contradictions.ts';
import { keepStationFile } from '../vault/station-file.ts';
import type { DeskContext, Handlers } from './context.ts';

/** This station's place with its server. */
export function stationHandlers(desk: DeskContext): Handlers<'station/enrol'> {
  return {
    'station/enrol': async ({ code, name }) => {
      const { sync } = desk.open();
      await desk.inTurn(async () => {
        const { syncParts } = desk.open();
        const hasOtherKey = openContradiction(syncParts.vault)?.what === 'key changed';
        await enrol(syncParts, code, name.trim(), hasOtherKey || isTurnedAway(sync.state()));
        keepStationFile(syncParts.vault, syncParts.station.publicKey);
      });
      desk.appChanged();
      await sync.sendNow();
    },
  };
}

/** Whether the server last said that it does not know or no longer accepts this station: then it may enrol again. */
export function isTurnedAway({ problem }: SyncState): boolean {
  const { code } = problem ?? {};
  return code === 'station/unknown' || code === 'station/revoked' || code === 'sync/account';
}
