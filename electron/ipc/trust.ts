import type { trustChannels } from '../../domain/contract/administration/trust.ts';
import { KeydeskError } from '../../domain/failure.ts';
import {
  askLockout,
  changeMember,
  listGroups,
  listMembers,
  queueLockedOut,
  removeGroup,
  saveGroup,
} from '../administration/groups.ts';
import {
  appointController,
  endController,
  listOffices,
  placeStation,
  removeOffice,
  saveOffice,
} from '../administration/offices.ts';
import { askLoginAfter, endTemporaryCode, listTemporaryCodes } from '../administration/temporary-codes.ts';
import { newestGuidelines, publishGuidelines, readContact, setContact } from '../administration/trust-texts.ts';
import type { Wire } from '../administration/wire-client.ts';
import type { DeskContext, Handlers } from './context.ts';

/** Who controls trust and where, and what the gate asks of whom, in the name of the administrator who is signed in. */
export function trustHandlers(desk: DeskContext): Handlers<keyof typeof trustChannels> {
  const wire = (): Wire => {
    if (desk.appState().station?.kind === 'privacyidea') throw new KeydeskError('administration/keydesk-only');
    return desk.administration.wire();
  };
  return {
    'groups/list': () => listGroups(wire()),
    'groups/members': ({ id }) => listMembers(wire(), id),
    'groups/save': ({ locksOut, ...group }) => saveGroup(wire(), group, locksOut).then(nothing),
    'groups/remove': ({ id, locksOut }) => removeGroup(wire(), id, locksOut).then(nothing),
    'groups/join': ({ id, ...person }) => changeMember(wire(), 'POST', id, person).then(nothing),
    'groups/leave': ({ id, ...person }) => changeMember(wire(), 'DELETE', id, person).then(nothing),
    'groups/lockout': ({ change, past }) => askLockout(wire(), change, past),
    'groups/queue-locked-out': ({ change }) => queueLockedOut(wire(), change),
    'groups/login-after': (asked) => askLoginAfter(wire(), asked),
    'temporary-codes/list': () => listTemporaryCodes(wire()),
    'temporary-codes/end': (person) => endTemporaryCode(wire(), person).then(nothing),
    'offices/list': () => listOffices(wire()),
    'offices/save': ({ id, name }) => saveOffice(wire(), id, name).then(nothing),
    'offices/remove': ({ id }) => removeOffice(wire(), id).then(nothing),
    'offices/stand-here': ({ office }) => placeStation(wire(), desk.appState().station?.id ?? '', office).then(nothing),
    'offices/appoint': ({ office, loan, ...person }) => appointController(wire(), office, person, loan).then(nothing),
    'offices/end': ({ office, entry }) => endController(wire(), office, entry).then(nothing),
    'contact/get': () => readContact(wire()),
    'contact/set': ({ text }) => setContact(wire(), text).then(nothing),
    'guidelines/newest': () => newestGuidelines(wire()),
    'guidelines/publish': ({ text }) => publishGuidelines(wire(), text),
  };
}

function nothing(): undefined {
  return undefined;
}
