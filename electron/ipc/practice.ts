import { KeydeskError } from '../../domain/failure.ts';
import type { EmulatedToken } from '../../native/emulator/token.ts';
import type { DeskContext, Handlers } from './context.ts';

/** The emulated tokens of this desk: plugged in, pulled out, touched; the desk's own one when none is named. */
export function practiceHandlers(
  desk: DeskContext,
): Handlers<'practice/tokens' | 'practice/plug-in' | 'practice/pull-out' | 'practice/touch'> {
  let last: EmulatedToken | undefined;
  return {
    'practice/tokens': () => {
      desk.open();
      return desk.emulatedTokens().map(({ serial, powered }) => ({ serial: String(serial), plugged: powered }));
    },
    'practice/plug-in': (request) => {
      desk.open();
      last = request?.serial === undefined ? desk.emulatedToken() : named(desk, request.serial);
      const presence = last.powered ? presenceOf(desk, last) : undefined;
      return { presence: presence ?? desk.emulated.plugIn(last, { practice: desk.emulator === 'practice' }) };
    },
    'practice/pull-out': (request) => {
      desk.open();
      if (request?.serial === undefined) desk.emulated.pullOut();
      else named(desk, request.serial).powerDown();
    },
    'practice/touch': ({ slot, serial }) => {
      desk.open();
      const token = serial === undefined ? last : named(desk, serial);
      if (token?.powered !== true) throw new KeydeskError('token/not-here', {});
      const typed = token.touch(slot);
      if (typed !== '') desk.type(typed);
    },
  };
}

function named(desk: DeskContext, serial: string): EmulatedToken {
  const token = desk.emulatedTokens().find((one) => String(one.serial) === serial);
  if (token === undefined) throw new KeydeskError('token/not-here', {});
  return token;
}

function presenceOf(desk: DeskContext, token: EmulatedToken): string | undefined {
  return desk.emulated.attached().find(({ presence }) => desk.emulated.token(presence) === token)?.presence;
}
