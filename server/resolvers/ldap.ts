import { AndFilter, type Entry, EqualityFilter, type Filter, FilterParser, OrFilter, SubstringFilter } from 'ldapts';
import type { ResolvedPerson } from '../store/known-people.ts';
import { ldapConnection } from './ldap-connection.ts';
import type { LdapSettings } from './ldap-settings.ts';
import { type Account, type Resolver, ResolverError } from './resolver.ts';

const pageSize = 500;

/** People of an LDAP directory (RFC 4511) or an Active Directory; a password is right when it binds. */
export function ldap(settings: LdapSettings): Resolver {
  const withClient = ldapConnection(settings);
  const own = FilterParser.parseString(settings.searchFilter);
  const binary = settings.idAttribute === 'objectGUID' ? ['objectGUID'] : [];
  const attributes = [
    ...new Set([...settings.loginAttributes, ...Object.values(settings.attributes), settings.idAttribute]),
  ].filter((name) => name !== 'DN');

  async function search(names: Filter | undefined, limit: number): Promise<{ entries: Entry[]; complete: boolean }> {
    return withClient('service', async (client) => {
      const filter = names === undefined ? own : new AndFilter({ filters: [own, names] });
      const entries: Entry[] = [];
      const pages = client.searchPaginated(settings.base, {
        scope: settings.scope,
        filter,
        attributes,
        explicitBufferAttributes: binary,
        timeLimit: Math.ceil(settings.timeoutMs / 1000),
        paged: { pageSize: Math.min(pageSize, limit + 1) },
      });
      for await (const { searchEntries } of pages) {
        entries.push(...searchEntries);
        if (entries.length > limit) return { entries: entries.slice(0, limit), complete: false };
      }
      return { entries, complete: true };
    });
  }

  async function entryOf(username: string): Promise<{ entry: Entry; person: ResolvedPerson } | undefined> {
    const filters = settings.loginAttributes.map((attribute) => new EqualityFilter({ attribute, value: username }));
    const { entries } = await search(new OrFilter({ filters }), 2);
    if (entries.length > 1) throw new ResolverError(`several entries have the name '${username}'`);
    const [entry] = entries;
    const person = entry === undefined ? undefined : personOf(settings, entry);
    return entry === undefined || person === undefined ? undefined : { entry, person };
  }

  return {
    find: async (username) => (await entryOf(username))?.person,
    async list({ username, limit }) {
      const { entries, complete } = await search(pattern(settings, username), limit);
      return { people: entries.flatMap((entry) => personOf(settings, entry) ?? []), complete };
    },
    async checkPassword({ username, userId }: Account, password) {
      // A bind without a password succeeds for anybody (RFC 4513, 5.1.2).
      if (password.length === 0) return false;
      const found = await entryOf(username);
      if (found?.person.userId !== userId) return false;
      return withClient({ dn: found.entry.dn, password }, async () => true, false);
    },
    close: async () => undefined,
  };
}

function pattern(settings: LdapSettings, username: string): Filter | undefined {
  const parts = username.split('*');
  if (parts.every((part) => part === '')) return undefined;
  const [initial = '', ...rest] = parts;
  const final = rest.pop() ?? '';
  const any = rest.filter((part) => part !== '');
  return new OrFilter({
    filters: settings.loginAttributes.map((attribute) =>
      parts.length === 1
        ? new EqualityFilter({ attribute, value: username })
        : new SubstringFilter({ attribute, initial, any, final }),
    ),
  });
}

/** Entries without a name or an id are nobody who can log in. */
function personOf(settings: LdapSettings, entry: Entry): ResolvedPerson | undefined {
  const value = (attribute: string | undefined) => (attribute === undefined ? '' : first(entry[attribute]));
  const username = settings.loginAttributes.map(value).find((name) => name !== '');
  const userId = settings.idAttribute === 'DN' ? entry.dn : value(settings.idAttribute);
  if (username === undefined || userId === '') return undefined;
  const { givenname, surname, email, mobile, phone, description } = settings.attributes;
  return {
    username,
    userId,
    givenName: value(givenname),
    surname: value(surname),
    email: value(email),
    mobile: value(mobile),
    phone: value(phone),
    office: value(description),
  };
}

function first(value: Entry[string] | undefined): string {
  const one = Array.isArray(value) ? value[0] : value;
  if (one === undefined) return '';
  return typeof one === 'string' ? one : guid(one);
}

/** An Active Directory objectGUID as it is written: the first three groups are little-endian (MS-DTYP 2.3.4). */
function guid(bytes: Buffer): string {
  if (bytes.length !== 16) return bytes.toString('hex');
  const part = (from: number, to: number) => bytes.subarray(from, to);
  const turned = (from: number, to: number) => Buffer.from(part(from, to)).reverse().toString('hex');
  const [last, node] = [part(8, 10).toString('hex'), part(10, 16).toString('hex')];
  return `${turned(0, 4)}-${turned(4, 6)}-${turned(6, 8)}-${last}-${node}`;
}
