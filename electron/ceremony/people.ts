import type { Holder, HolderWithTokens } from '../../domain/holder.ts';
import type { Vault } from '../vault/database.ts';
import { readHolder } from '../vault/holders.ts';
import { credentialsOf } from '../vault/server-tokens.ts';
import { readEnrolment } from '../vault/station.ts';
import { tokensOfHolder } from '../vault/tokens.ts';

/** People who exist only for training, while no server has sent real ones. */
const practicePeople: readonly Holder[] = [
  ['p.example', 'Petra', 'Example'],
  ['j.sample', 'Jonas', 'Sample'],
  ['a.muster', 'Anna', 'Muster'],
].map(([username = '', givenName = '', surname = '']) => ({
  realm: 'practice',
  username,
  userId: username,
  givenName,
  surname,
  email: `${username}@practice.invalid`,
  office: 'Practice',
}));

/** The training people that match, for a station that has no server. */
export function practiceMatches(query: string): readonly Holder[] {
  const words = query.toLowerCase().split(/\s+/);
  return practicePeople.filter((person) =>
    words.every((word) => Object.values(person).some((text) => text.toLowerCase().includes(word))),
  );
}

/** A person with what they hold: what the server said, and what this desk issued that it has not yet said. */
export function withTokens(vault: Vault, holder: Holder): HolderWithTokens {
  const pulled = credentialsOf(vault, holder.realm, holder.username).map(({ serial, active, token }) => ({
    serial,
    active,
    token,
  }));
  const known = new Set(pulled.map((token) => token.serial));
  const own = tokensOfHolder(vault, holder.realm, holder.username)
    .filter(({ credential }) => !known.has(credential))
    .map(({ credential, serial }) => ({ serial: credential, active: true, token: serial }));
  return { ...holder, tokens: [...pulled, ...own] };
}

/** A person by name; a station without a server knows the training people only. */
export function holderWithTokens(vault: Vault, realm: string, username: string): HolderWithTokens | undefined {
  const holder =
    readEnrolment(vault) === undefined
      ? practicePeople.find((person) => person.realm === realm && person.username === username)
      : readHolder(vault, realm, username);
  return holder === undefined ? undefined : withTokens(vault, holder);
}
