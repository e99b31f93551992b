import { KeydeskError } from '../../domain/failure.ts';
import { emulatedTokenInFile } from '../../native/emulator/state-file.ts';
import { type EmulatedToken, emulatedToken } from '../../native/emulator/token.ts';
import type { DeskContext, Handlers } from './context.ts';

/** The one emulated token of this desk: plugged in, pulled out, touched. */
export function practiceHandlers(
  desk: DeskContext,
): Handlers<'practice/plug-in' | 'practice/pull-out' | 'practice/touch'> {
  let token: EmulatedToken | undefined;
  let presence = '';
  return {
    'practice/plug-in': () => {
      desk.open();
      token ??=
        desk.emulatedTokenFile === undefined ? emulatedToken() : emulatedTokenInFile(desk.emulatedTokenFile, {});
      if (!token.powered) presence = desk.emulated.plugIn(token, { practice: desk.emulator === 'practice' });
      return { presence };
    },
    'practice/pull-out': () => {
      desk.open();
      desk.emulated.pullOut(presence);
    },
    'practice/touch': ({ slot }) => {
      desk.open();
      if (token?.powered !== true) throw new KeydeskError('token/not-here', {});
      const typed = token.touch(slot);
      if (typed !== '') desk.type(typed);
    },
  };
}
