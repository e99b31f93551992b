import type { Installation } from '../installation.ts';
import { readLetterWish, writeLetter } from '../letter/write-letter.ts';
import type { Person } from '../store/people.ts';
import type { RequestFacts } from './request-facts.ts';

/** The members of a reply that tell a random PIN, once: alone, and in a letter when the request asks for one. */
export async function toldPin(
  { store }: Installation,
  facts: RequestFacts,
  person: Person | undefined,
  serial: string,
  pin: string,
): Promise<Readonly<Record<string, unknown>>> {
  const wish = readLetterWish(facts.parameters);
  if (wish === undefined) return { pin };
  const content = { kind: 'pin', secret: pin, person, serial, at: facts.at } as const;
  return { pin, letter: await writeLetter(store.systemSettings, wish, content) };
}
