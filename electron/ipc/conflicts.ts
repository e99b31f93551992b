import type { conflictChannels, decidedConflictChannels } from '../../domain/contract/conflicts.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { allConflicts, decideConflict } from '../administration/conflicts.ts';
import type { Wire } from '../administration/wire-client.ts';
import { conflictsHere } from '../conflicts/list.ts';
import { settleConflict } from '../conflicts/settle.ts';
import type { DeskContext, Handlers } from './context.ts';

/** What records contradicted: seen at every desk, decided by whoever controls trust or by an administrator. */
export function conflictHandlers(
  desk: DeskContext,
): Handlers<keyof typeof conflictChannels | keyof typeof decidedConflictChannels> {
  const wire = (): Wire => {
    if (desk.appState().station?.kind === 'privacyidea') throw new KeydeskError('administration/keydesk-only');
    return desk.administration.wire();
  };
  return {
    'conflicts/list': () => conflictsHere(desk.open().ceremony),
    'conflicts/settle': (request) => desk.inTurn(() => settleConflict(desk.open().ceremony, request)),
    'conflicts/all': () => allConflicts(wire()),
    'conflicts/decide': async ({ record, choice }) => {
      await decideConflict(wire(), record, choice);
      // What came of it is told by the next pull, which is now.
      await desk.open().sync.sendNow();
    },
  };
}
