import { interrupt } from '../ceremony/interrupt.ts';
import type { DeskContext, Handlers } from './context.ts';

/** The vault: made, unlocked, locked. */
export function vaultHandlers(desk: DeskContext): Handlers<'vault/create' | 'vault/unlock' | 'vault/lock'> {
  return {
    'vault/create': async ({ passphrase }) => {
      await desk.keeper.create(passphrase);
      await desk.vaultChanged();
    },
    'vault/unlock': async ({ passphrase }) => {
      await desk.keeper.unlock(passphrase);
      await desk.vaultChanged();
    },
    'vault/lock': async () => {
      await desk.inTurn(() => interrupt(desk.open().ceremony, 'sleep'));
      desk.keeper.lock();
      await desk.vaultChanged();
    },
  };
}
