import { verifyPin } from '../check/pin.ts';
import type { OwnPeople } from '../store/own-people.ts';
import { namePattern } from './name-pattern.ts';
import type { Resolver } from './resolver.ts';

/** Keydesk's own people. */
export function internal(own: OwnPeople, name: string): Resolver {
  return {
    find: async (username) => own.find(name, username),
    async list({ username, limit }) {
      const wanted = namePattern(username);
      const people = (await own.all(name)).filter((person) => wanted.test(person.username));
      return { people: people.slice(0, limit), complete: people.length <= limit };
    },
    async checkPassword({ username, userId }, password) {
      const person = await own.find(name, username);
      if (person?.userId !== userId || person.passwordHash === null) return false;
      return verifyPin(person.passwordHash, password);
    },
    close: async () => undefined,
  };
}
