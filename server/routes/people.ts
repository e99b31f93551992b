import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Installation } from '../installation.ts';
import { refreshRealms } from '../resolvers/refresh.ts';
import type { Person } from '../store/people.ts';
import { searchPeople } from '../store/people-search.ts';
import { mergeParameters, wholeNumber } from '../wire/parameters.ts';
import { authorizeList } from './login-token.ts';
import { sendSigned } from './send.ts';

/** Longer than this nobody who types waits for a directory; what it tells later is in the next search. */
const patienceMs = 1500;
const mostWords = 8;

/** `GET /people/`, our own: people of all realms by any part of their names, a page at a time. */
export function peopleRoutes(app: FastifyInstance, installation: Installation): void {
  const { store } = installation;
  app.get('/people/', async (request, reply) => {
    const inRealms = await authorizeList(installation, request, 'userlist');
    const { query = '', page, pagesize } = mergeParameters(request.raw.url ?? '', undefined);
    const current = wholeNumber(page, 1, 1, 1_000_000);
    const size = wholeNumber(pagesize, 50, 1, 1000);
    const words = query
      .slice(0, 200)
      .split(/\s+/)
      .filter((word) => word !== '')
      .slice(0, mostWords);
    await lookUp(installation, words);
    const found = await searchPeople(store.db, words, { offset: (current - 1) * size, limit: size + 1 }, inRealms);
    return sendSigned(installation, reply, {
      id: 1,
      value: {
        current,
        next: found.length > size ? current + 1 : null,
        prev: current > 1 ? current - 1 : null,
        people: found.slice(0, size).map(personObject),
      },
    });
  });
}

/** Has the resolvers told lately whom they know, and by this very name if there are more than a listing takes. */
async function lookUp(installation: Installation, words: readonly string[]): Promise<void> {
  const realms = (await installation.store.people.realms()).map(({ name }) => name);
  const [word = ''] = words;
  const byName = words.length === 1 && word.length > 2 && !word.includes('*') ? [`*${word}*`] : [];
  const done = Promise.all(['*', ...byName].map((pattern) => refreshRealms(installation, realms, pattern)));
  const stop = new AbortController();
  await Promise.race([done, pause(patienceMs, undefined, { signal: stop.signal }).catch(() => {})]);
  stop.abort();
}

function personObject(person: Person): Readonly<Record<string, string>> {
  return {
    description: person.office,
    email: person.email,
    givenname: person.givenName,
    mobile: person.mobile,
    realm: person.realm,
    resolver: person.resolver,
    surname: person.surname,
    userid: person.userId,
    username: person.username,
  };
}
