import { isOneself } from '../../domain/trust/oneself.ts';
import type { Person } from '../store/people.ts';
import { WireError } from '../wire/wire-error.ts';
import type { RequestFacts } from './request-facts.ts';

/**
 * Rejects an administrator who would give a token to the person they are, or take that person's token away: whoever has
 * the administrator's name as their username, or as `username@realm`. People who act for themselves do so by a right of
 * their own.
 */
export function assertAnother({ admin, person }: RequestFacts, concerned: Person): void {
  if (person !== undefined || !isOneself(admin.name, undefined, concerned)) return;
  throw new WireError(
    'policy',
    'Nobody gives a token to themself or takes their own away. Another administrator has to do it.',
    { reason: 'oneself' },
  );
}
