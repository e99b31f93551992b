import { KeydeskError } from '../../domain/failure.ts';
import type { EmulatedToken } from '../../native/emulator/token.ts';
import type { DeskContext, Handlers } from './context.ts';

/** The one emulated token of this desk: plugged in, pulled out, touched. */
export function practiceHandlers(
  desk: DeskContext,
): Handlers<'practice/plug-in' | 'practice/pull-out' | 'practice/touch'> {
  let token: EmulatedToken | undefined;
  return {
    'practice/plug-in': () => {
      desk.open();
      token = desk.emulatedToken();
      const presence = token.powered ? presenceOf(desk, token) : undefined;
      return { presence: presence ?? desk.emulated.plugIn(token, { practice: desk.emulator === 'practice' }) };
    },
    'practice/pull-out': () => {
      desk.open();
      desk.emulated.pullOut();
    },
    'practice/touch': ({ slot }) => {
      desk.open();
      if (token?.powered !== true) throw new KeydeskError('token/not-here', {});
      const typed = token.touch(slot);
      if (typed !== '') desk.type(typed);
    },
  };
}

function presenceOf(desk: DeskContext, token: EmulatedToken): string | undefined {
  return desk.emulated.attached().find(({ presence }) => desk.emulated.token(presence) === token)?.presence;
}
