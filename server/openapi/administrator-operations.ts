import { roleNames } from '../../domain/role.ts';
import type { Operations } from './operation.ts';

const name = { name: 'The administrator.' };
const password = { password: 'At least 12 characters.' };
const roles = { roles: `With commas between: ${roleNames.join(', ')}.` };
const id = { id: 'The message, as the list names it.' };

/** Keydesk's own for its administrators: who they are, finding people, and what is stuck. */
export const administratorOperations: Operations = {
  'GET /admin/': { summary: 'Lists administrators', right: 'adminread', gives: 'Each with rights.' },
  'POST /admin/<name>': {
    summary: 'Adds an administrator',
    right: 'adminwrite',
    needs: { ...name, ...password },
    takes: roles,
    gives: 'True.',
  },
  'POST /admin/<name>/roles': {
    summary: 'Gives exactly these roles',
    right: 'adminwrite',
    needs: name,
    takes: roles,
    gives: 'True. Refused for the last one who can add others.',
  },
  'POST /admin/<name>/password': {
    summary: 'Sets a new password; whoever was logged in by the old one is so no longer',
    right: 'adminwrite',
    needs: { ...name, ...password },
    gives: 'True.',
  },
  'DELETE /admin/<name>': {
    summary: 'Removes an administrator',
    right: 'adminwrite',
    needs: name,
    gives: 'True. Refused for the last one who can add others.',
  },
  'GET /people/': {
    summary: 'Finds people of all realms by any part of their names',
    right: 'userlist',
    takes: { query: 'Words; each must be found.', page: 'From 1.', pagesize: '1 to 1000.' },
    gives: 'One page.',
  },
  'POST /messages/<id>/retry': {
    summary: 'Sends a waiting message now',
    right: 'configwrite',
    needs: id,
    gives: 'True.',
  },
  'DELETE /messages/<id>': {
    summary: 'Gives a message up, or puts aside one that has ended',
    right: 'configwrite',
    needs: id,
    gives: 'True.',
  },
  'POST /smsgateway/test': {
    summary: 'Sends a short message as a test',
    right: 'smsgateway_write',
    needs: { name: 'The gateway.', phone: 'Where it shall go.' },
    gives: 'Whether the gateway took it; the detail has what it said.',
  },
};
