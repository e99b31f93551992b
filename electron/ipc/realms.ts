import { KeydeskError } from '../../domain/failure.ts';
import { listOwnPeople, putOwnPerson, removeOwnPerson } from '../administration/own-people.ts';
import { listRealms, removeRealm, saveRealm, setDefaultRealm, tryLogin } from '../administration/realms.ts';
import { listResolvers, removeResolver, saveResolver, testResolver } from '../administration/resolvers.ts';
import { typedTwice } from '../administration/typed-twice.ts';
import type { DeskContext, Handlers } from './context.ts';

const leastPasswordBytes = 8;

/** Realms, resolvers and the people of the server's own ones, in the name of the administrator who is signed in. */
export function realmHandlers(
  desk: DeskContext,
): Handlers<
  | 'realms/list'
  | 'realms/save'
  | 'realms/remove'
  | 'realms/set-default'
  | 'realms/try-login'
  | 'resolvers/list'
  | 'resolvers/save'
  | 'resolvers/test'
  | 'resolvers/remove'
  | 'own-people/list'
  | 'own-people/add'
  | 'own-people/change'
  | 'own-people/remove'
> {
  const { administration } = desk;
  return {
    'realms/list': () => listRealms(administration.wire()),
    'realms/save': ({ name, resolvers }) => saveRealm(administration.wire(), name, resolvers).then(nothing),
    'realms/remove': ({ name }) => removeRealm(administration.wire(), name).then(nothing),
    'realms/set-default': ({ name }) => setDefaultRealm(administration.wire(), name).then(nothing),
    'realms/try-login': ({ realm, username, password, code }) => {
      if (desk.appState().station?.kind === 'privacyidea') throw new KeydeskError('administration/keydesk-only');
      return tryLogin(administration.wire(), realm, username, password, code);
    },
    'resolvers/list': () => listResolvers(administration.wire()),
    'resolvers/save': ({ name, ...form }) => saveResolver(administration.wire(), name, form).then(nothing),
    'resolvers/test': ({ name, ...form }) => testResolver(administration.wire(), name, form),
    'resolvers/remove': ({ name }) => removeResolver(administration.wire(), name).then(nothing),
    'own-people/list': ({ resolver }) => listOwnPeople(administration.wire(), resolver),
    'own-people/add': async ({ resolver, password, again, ...person }) => {
      const wanted = password.length === 0 && again.length === 0 ? password : typed(password, again);
      await putOwnPerson(administration.wire(), 'POST', resolver, person, wanted);
    },
    'own-people/change': async ({ resolver, password, again, ...person }) => {
      const wanted = password.length === 0 && again.length === 0 ? password : typed(password, again);
      await putOwnPerson(administration.wire(), 'PUT', resolver, person, wanted);
    },
    'own-people/remove': ({ resolver, username }) =>
      removeOwnPerson(administration.wire(), resolver, username).then(nothing),
  };
}

function typed(password: Uint8Array, again: Uint8Array): Uint8Array {
  return typedTwice(password, again, leastPasswordBytes);
}

function nothing(): undefined {
  return undefined;
}
