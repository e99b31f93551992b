import { longestUserId, longestUsername } from '../../domain/holder.ts';
import type { ResolvedPerson } from '../store/known-people.ts';

/** Control characters, and those that turn the order of the letters round: they make one name look like another. */
export const unwritable = /[^\P{Cc}\t\n\r]|[\u202a-\u202e\u2066-\u2069]/u;

/** Why nobody can hold a token under what a resolver gives, in words: no record could name them. */
export function personFault({ username, userId }: Pick<ResolvedPerson, 'username' | 'userId'>): string | undefined {
  const shown = `'${username.slice(0, 100)}'`;
  if (username.length > longestUsername) return `the name of ${shown} has more than ${longestUsername} characters`;
  return userId.length > longestUserId ? `the id of ${shown} has more than ${longestUserId} characters` : undefined;
}
