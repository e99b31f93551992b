import { enrol } from '../sync/enrol.ts';
import type { DeskContext, Handlers } from './context.ts';

/** This station's place with its server. */
export function stationHandlers(desk: DeskContext): Handlers<'station/enrol'> {
  return {
    'station/enrol': async ({ code, name }) => {
      const { sync, syncParts } = desk.open();
      await enrol(syncParts, code, name.trim());
      desk.appChanged();
      await sync.sendNow();
    },
  };
}
