import { exportTrail } from '../trail/export-trail.ts';
import { settle } from '../trail/settle.ts';
import { trailState } from '../trail/trail-state.ts';
import type { DeskContext, Handlers } from './context.ts';

/** The server's log as this desk keeps it, and this desk's own trail. */
export function trailHandlers(desk: DeskContext): Handlers<'trail/state' | 'trail/settle' | 'trail/export'> {
  return {
    'trail/state': () => trailState(desk.open().ceremony.vault),
    'trail/settle': async (request) => {
      await desk.inTurn(() => settle(desk.open().ceremony, request));
      desk.emit('data/changed', undefined);
      desk.open().sync.wake();
    },
    'trail/export': async () => {
      const { ceremony } = desk.open();
      const name = `keydesk-trail-${ceremony.now().toISOString().slice(0, 10)}.jsonl`;
      const bytes = await desk.inTurn(() => exportTrail(ceremony));
      return { saved: await desk.files.save(name, bytes) };
    },
  };
}
