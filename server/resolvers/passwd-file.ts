import { readFile, stat } from 'node:fs/promises';
import type { ResolvedPerson } from '../store/known-people.ts';
import { namePattern } from './name-pattern.ts';
import { verifyHash } from './password-hash.ts';
import { type Resolver, ResolverError } from './resolver.ts';

const mostBytes = 32 * 1024 * 1024;

interface Entry {
  readonly person: ResolvedPerson;
  readonly hash: string;
}

/** People from a file in the form of passwd(5), read again when it was written. */
export function passwdFile({ fileName }: { readonly fileName: string }): Resolver {
  let kept: { readonly stamp: string; readonly entries: ReadonlyMap<string, Entry> } | undefined;

  async function entries(): Promise<ReadonlyMap<string, Entry>> {
    try {
      const { mtimeMs, size, ino, isFile } = await stat(fileName).then((found) => ({
        mtimeMs: found.mtimeMs,
        size: found.size,
        ino: found.ino,
        isFile: found.isFile(),
      }));
      if (!isFile || size > mostBytes) throw new ResolverError(`'${fileName}' is no file of at most 32 MB`);
      const stamp = `${mtimeMs} ${size} ${ino}`;
      if (kept?.stamp !== stamp) kept = { stamp, entries: readEntries(await readFile(fileName, 'utf8')) };
      return kept.entries;
    } catch (cause) {
      if (cause instanceof ResolverError) throw cause;
      throw new ResolverError(`'${fileName}' cannot be read: ${(cause as Error).message}`, { cause });
    }
  }

  return {
    find: async (username) => (await entries()).get(username)?.person,
    async list({ username, limit }) {
      const wanted = namePattern(username);
      const people = [...(await entries()).values()]
        .map(({ person }) => person)
        .filter((person) => wanted.test(person.username));
      return { people: people.slice(0, limit), complete: people.length <= limit };
    },
    async checkPassword({ username, userId }, password) {
      const entry = (await entries()).get(username);
      if (entry?.person.userId !== userId) return false;
      return verifyHash(entry.hash, password);
    },
    close: async () => undefined,
  };
}

/** `name:hash:uid:gid:gecos:...`; the gecos is `given surname,room,phone,mobile,e-mail`. What has another form is left out. */
function readEntries(text: string): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const line of text.split('\n')) {
    const [username, hash, userId, , gecos = ''] = line.replace(/\r$/, '').split(':');
    if (!username || username.startsWith('#') || hash === undefined || !userId || entries.has(username)) continue;
    const [name = '', , phone = '', mobile = '', email = ''] = gecos.split(',');
    const [givenName = '', ...surname] = name.split(' ');
    entries.set(username, {
      hash,
      person: { username, userId, givenName, surname: surname.join(' '), email, mobile, phone, office: gecos },
    });
  }
  return entries;
}
