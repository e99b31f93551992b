import { z } from 'zod';
import type { Account, AccountToken } from '../../domain/account.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { tokensOf } from './account-tokens.ts';
import { readValue, type Wire } from './wire-client.ts';

const pageSize = 50;

/** What a resolver tells of a person; privacyIDEA leaves out what the resolver has not. */
const wirePerson = z.looseObject({
  username: z.string(),
  userid: z.union([z.string(), z.number()]).nullish(),
  resolver: z.string().nullish(),
  realm: z.string().nullish(),
  givenname: z.string().nullish(),
  surname: z.string().nullish(),
  email: z.unknown(),
  mobile: z.unknown(),
  description: z.unknown(),
});
const peoplePage = z.object({ people: z.array(wirePerson), next: z.int().nullable() });
const realmNames = z.record(z.string(), z.unknown());

interface Page {
  readonly rows: readonly Account[];
  readonly next: number | null;
}

/** The people who match every word, a page at a time. */
export async function searchAccounts(wire: Wire, query: string, page: number): Promise<Page> {
  try {
    const parameters = { query, page, pagesize: pageSize };
    const { value } = await wire.ask({ method: 'GET', path: '/people/', parameters });
    const { people, next } = readValue(peoplePage, value);
    return { rows: people.map((person) => accountOf(person, person.realm ?? '')), next };
  } catch (error) {
    if (!isNotThere(error)) throw error;
    return searchEveryRealm(wire, query, page);
  }
}

/** A server that does not page people: privacyIDEA gives all that match one attribute in one realm. */
async function searchEveryRealm(wire: Wire, query: string, page: number): Promise<Page> {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const longest = words.reduce((one, other) => (other.length > one.length ? other : one), '');
  const { value } = await wire.ask({ method: 'GET', path: '/realm/' });
  const found = new Map<string, Account>();
  for (const realm of Object.keys(readValue(realmNames, value))) {
    for (const attribute of ['username', 'surname', 'givenname'] as const) {
      const parameters = { realm, [attribute]: longest === '' ? '*' : `*${longest}*` };
      const answer = await wire.ask({ method: 'GET', path: '/user/', parameters });
      for (const person of readValue(z.array(wirePerson), answer.value)) {
        found.set(`${realm}/${person.username}`, accountOf(person, realm));
      }
      if (longest === '') break;
    }
  }
  const matches = [...found.values()].filter((account) => words.every((word) => wordsOf(account).includes(word)));
  const from = (page - 1) * pageSize;
  return { rows: matches.slice(from, from + pageSize), next: matches.length > from + pageSize ? page + 1 : null };
}

function wordsOf({ username, givenName, surname, email }: Account): string {
  return `${givenName} ${surname} ${username} ${email}`.toLowerCase();
}

/** One person with all that they hold. */
export async function getAccount(
  wire: Wire,
  realm: string,
  username: string,
): Promise<{ readonly account: Account; readonly tokens: readonly AccountToken[] }> {
  const { value } = await wire.ask({ method: 'GET', path: '/user/', parameters: { realm, username } });
  const person = readValue(z.array(wirePerson), value).find((one) => one.username === username);
  if (person === undefined) throw new KeydeskError('administration/not-there', { status: 404, code: 904, said: '' });
  return { account: accountOf(person, realm), tokens: await tokensOf(wire, realm, username) };
}

function accountOf(person: z.infer<typeof wirePerson>, realm: string): Account {
  return {
    realm,
    username: person.username,
    userId: String(person.userid ?? ''),
    resolver: person.resolver ?? '',
    givenName: person.givenname ?? '',
    surname: person.surname ?? '',
    email: firstText(person.email),
    mobile: firstText(person.mobile),
    office: firstText(person.description),
  };
}

/** An attribute may have several values. */
function firstText(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
}

/** Whether this server does not have the endpoint at all. */
function isNotThere(error: unknown): boolean {
  return error instanceof KeydeskError && error.context.status === 404;
}
