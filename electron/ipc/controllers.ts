import type { Channel } from '../../domain/contract/ipc.ts';
import { readControllers, readTrusted } from '../vault/snapshot.ts';
import { spokenController } from '../vault/spoken-controller.ts';
import { readEnrolment } from '../vault/station.ts';
import type { DeskContext, Handlers } from './context.ts';

type ControllerChannel = Extract<Channel, `controllers/${string}` | 'guidelines/confirm'>;

/** Who is at the desk: signing in, locking, changing over, and what has to be read first. */
export function controllerHandlers(desk: DeskContext): Handlers<ControllerChannel> {
  const { session } = desk;
  return {
    'controllers/list': () => {
      const { vault } = desk.open().ceremony;
      return readEnrolment(vault)?.kind === 'keydesk' ? [...readTrusted(vault)] : [...readControllers(vault)];
    },
    'controllers/spoken': ({ name }) => spokenController(desk.open().ceremony.vault, name),
    'controllers/sign-in': async (typed) => {
      await session.signIn(typed);
      desk.tokensChanged();
      // Who signed in may have been checked by a server that is back: what waits for it waits no longer.
      const { sync } = desk.open();
      if (sync.state().problem !== null) sync.wake();
      return session.state();
    },
    'controllers/lock': () => {
      desk.administration.end('locked');
      session.lock('locked');
      return session.state();
    },
    'controllers/sign-out': () => {
      desk.administration.end('signed out');
      session.signOut();
      return session.state();
    },
    'controllers/stay': () => {
      session.stay();
      return undefined;
    },
    'guidelines/confirm': async ({ version }) => {
      await session.confirmGuidelines(version);
      return session.state();
    },
  };
}
