import type { DeskContext, Handlers } from './context.ts';

/** What waits to be sent. */
export function syncHandlers(desk: DeskContext): Handlers<'sync/state' | 'sync/send-now'> {
  return {
    'sync/state': () => desk.open().sync.state(),
    'sync/send-now': () => desk.open().sync.sendNow(),
  };
}
