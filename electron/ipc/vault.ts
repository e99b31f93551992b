import { interrupt } from '../ceremony/interrupt.ts';
import type { DeskContext, Handlers } from './context.ts';

/** The vault: made, unlocked, locked, salvaged; one after the other, and never in the middle of an act. */
export function vaultHandlers(
  desk: DeskContext,
): Handlers<'vault/create' | 'vault/unlock' | 'vault/lock' | 'vault/salvage'> {
  const inTurn = (act: () => void | Promise<void>): Promise<undefined> =>
    desk.inTurn(async () => {
      await act();
      await desk.vaultChanged();
      return undefined;
    });
  return {
    'vault/create': ({ passphrase }) => inTurn(() => desk.keeper.create(passphrase)),
    'vault/unlock': ({ passphrase }) => inTurn(() => desk.keeper.unlock(passphrase)),
    'vault/lock': () =>
      inTurn(() => {
        interrupt(desk.open().ceremony, 'sleep');
        desk.keeper.lock();
      }),
    'vault/salvage': () => inTurn(() => desk.keeper.salvage()),
  };
}
