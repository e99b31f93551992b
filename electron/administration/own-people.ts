import { z } from 'zod';
import type { OwnPerson } from '../../domain/contract/administration/realms.ts';
import { readValue, type Wire } from './wire-client.ts';

const wirePeople = z.array(
  z.looseObject({
    username: z.string(),
    givenname: z.string().nullish(),
    surname: z.string().nullish(),
    email: z.string().nullish(),
    mobile: z.string().nullish(),
    phone: z.string().nullish(),
    description: z.string().nullish(),
  }),
);

/** Everybody in one resolver, whether a realm has it or not. */
export async function listOwnPeople(wire: Wire, resolver: string): Promise<OwnPerson[]> {
  const { value } = await wire.ask({ method: 'GET', path: '/user/', parameters: { resolver } });
  return readValue(wirePeople, value)
    .map((person) => ({
      username: person.username,
      givenName: person.givenname ?? '',
      surname: person.surname ?? '',
      email: person.email ?? '',
      mobile: person.mobile ?? '',
      phone: person.phone ?? '',
      office: person.description ?? '',
    }))
    .sort((a, b) => a.username.localeCompare(b.username));
}

/** Adds somebody, or changes them; without a password theirs stays. */
export async function putOwnPerson(
  wire: Wire,
  method: 'POST' | 'PUT',
  resolver: string,
  person: OwnPerson,
  password: Uint8Array,
): Promise<void> {
  await wire.ask({
    method,
    path: '/user/',
    parameters: {
      resolver,
      user: person.username,
      givenname: person.givenName,
      surname: person.surname,
      email: person.email,
      mobile: person.mobile,
      phone: person.phone,
      description: person.office,
    },
    ...(password.length === 0 ? {} : { secrets: { password } }),
  });
}

export async function removeOwnPerson(wire: Wire, resolver: string, username: string): Promise<void> {
  await wire.ask({
    method: 'DELETE',
    path: `/user/${encodeURIComponent(resolver)}/${encodeURIComponent(username)}`,
  });
}
