import type { conflictChannels } from '../../domain/contract/conflicts.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { decideConflict } from '../administration/conflicts.ts';
import { conflictsHere } from '../conflicts/list.ts';
import { settleConflict } from '../conflicts/settle.ts';
import type { DeskContext, Handlers } from './context.ts';

/** What records contradicted: seen at every desk, decided by whoever controls trust or by an administrator. */
export function conflictHandlers(desk: DeskContext): Handlers<keyof typeof conflictChannels> {
  return {
    'conflicts/list': () => conflictsHere(desk.open().ceremony),
    'conflicts/settle': (request) => desk.inTurn(() => settleConflict(desk.open().ceremony, request)),
    'conflicts/decide': async ({ record, choice }) => {
      if (desk.appState().station?.kind === 'privacyidea') throw new KeydeskError('administration/keydesk-only');
      await decideConflict(desk.administration.wire(), record, choice);
      // What came of it is told by the next pull, which is now.
      await desk.open().sync.sendNow();
    },
  };
}
