import type { administratorChannels } from '../../domain/contract/administration/administrators.ts';
import {
  addAdministrator,
  listAdministrators,
  removeAdministrator,
  setPassword,
  setRoles,
} from '../administration/administrators.ts';
import { typedTwice } from '../administration/typed-twice.ts';
import type { DeskContext, Handlers } from './context.ts';

const shortestPassword = 12;

/** Who administers the server, changed in the name of whoever is signed in. */
export function administratorHandlers(desk: DeskContext): Handlers<keyof typeof administratorChannels> {
  const wire = () => desk.administration.wire();
  return {
    'administrators/list': () => listAdministrators(wire()),
    'administrators/add': async ({ name, roles, password, again }) =>
      void (await addAdministrator(wire(), name, roles, typedTwice(password, again, shortestPassword))),
    'administrators/set-roles': async ({ name, roles }) => {
      await setRoles(wire(), name, roles);
      // They may be one's own.
      await desk.administration.refresh();
    },
    'administrators/set-password': async ({ name, password, again }) =>
      void (await setPassword(wire(), name, typedTwice(password, again, shortestPassword))),
    'administrators/remove': async ({ name }) => void (await removeAdministrator(wire(), name)),
  };
}
