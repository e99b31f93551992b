import { expect, test } from 'vitest';
import { snapshot as readSnapshot, type Snapshot } from '../../domain/contract/station.ts';
import { closeVault, commit, openVault, type Vault } from '../../electron/vault/database.ts';
import { searchHolders } from '../../electron/vault/holders.ts';
import { applySnapshot } from '../../electron/vault/snapshot.ts';
import { newDirectory } from './desk-at-work.ts';

type Person = Snapshot['people'][number];
const person = (givenName: string, surname: string, username: string, email = ''): Person => ({
  realm: 'office',
  username,
  userId: username,
  givenName,
  surname,
  email,
  office: 'Bern',
});

async function vaultWith(people: readonly Person[]): Promise<Vault> {
  const vault = await openVault(newDirectory(), undefined);
  apply(vault, people);
  return vault;
}

function apply(vault: Vault, people: readonly Person[]): void {
  const snapshot: Snapshot = readSnapshot.parse({
    version: '1',
    serverTime: '',
    realms: ['office'],
    people: [...people],
    tokens: [],
    policies: [],
    controllers: [],
    trust: [],
    offices: [],
    stock: [],
    guidelines: { version: 1, text: '' },
  });
  commit(vault, () => applySnapshot(vault, snapshot, '"1"', ''));
}

const names = (vault: Vault, query: string, limit = 10, after?: string) =>
  searchHolders(vault, query, limit, after).rows.map(({ username }) => username);

test('finds people by any part of name, user name and e-mail, whatever the accents, starts of words first', async () => {
  const vault = await vaultWith([
    person('Jürg', 'Müller', 'jm', 'jm@example.org'),
    person('Annabel', 'Øst', 'ao'),
    person('Hanna', 'Zürcher', 'hz'),
    person('Łukasz', 'Weiß', 'lw', 'lukasz@anna.example'),
  ]);
  expect(names(vault, 'muller')).toEqual(['jm']);
  expect(names(vault, 'MÜLLER jür')).toEqual(['jm']);
  expect(names(vault, 'ost')).toEqual(['ao']);
  expect(names(vault, 'weiss')).toEqual(['lw']);
  expect(names(vault, 'anna')).toEqual(['ao', 'lw', 'hz']);
  expect(names(vault, 'example.org')).toEqual(['jm']);
  expect(names(vault, '%')).toEqual([]);
  expect(names(vault, "'; DROP TABLE holders; --")).toEqual([]);
  expect(searchHolders(vault, '', 10, undefined).total).toBe(4);
  closeVault(vault);
});

test('pages go through everybody once, in one order, and people who left are gone', async () => {
  const people = Array.from({ length: 57 }, (_, place) =>
    person(place % 2 ? 'Ann' : 'Joann', `S${place % 7}`, `u${place}`),
  );
  const vault = await vaultWith(people);
  const seen: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = searchHolders(vault, 'ann', 10, after);
    seen.push(...page.rows.map(({ username }) => username));
    expect(page.total).toBe(57);
    if (page.next === null) break;
    after = page.next;
  }
  expect(seen).toHaveLength(57);
  expect(new Set(seen).size).toBe(57);
  expect(seen.slice(0, 28).every((username) => Number(username.slice(1)) % 2 === 1)).toBe(true);
  apply(vault, people.slice(0, 5));
  expect(searchHolders(vault, '', 100, undefined).total).toBe(5);
  expect(searchHolders(vault, 'ann', 10, 'nonsense').rows).toHaveLength(5);
  closeVault(vault);
});
