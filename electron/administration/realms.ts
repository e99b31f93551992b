import { z } from 'zod';
import type { LoginTrial, Realm } from '../../domain/contract/administration/realms.ts';
import { readValue, type Wire } from './wire-client.ts';

const wireRealms = z.record(
  z.string(),
  z.looseObject({
    default: z.unknown(),
    resolver: z.array(
      z.looseObject({ name: z.string(), type: z.string(), priority: z.union([z.int(), z.literal('')]).nullish() }),
    ),
  }),
);

export async function listRealms(wire: Wire): Promise<Realm[]> {
  const { value } = await wire.ask({ method: 'GET', path: '/realm/' });
  return Object.entries(readValue(wireRealms, value))
    .map(([name, { default: isDefault, resolver }]) => ({
      name,
      isDefault: isDefault === true || isDefault === 1,
      resolvers: resolver
        .map(({ name: resolverName, type, priority }) => ({
          name: resolverName,
          kind: type,
          priority: typeof priority === 'number' ? priority : null,
        }))
        .sort((a, b) => (a.priority ?? 1000) - (b.priority ?? 1000)),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

export async function saveRealm(
  wire: Wire,
  name: string,
  resolvers: readonly { readonly name: string; readonly priority: number | null }[],
): Promise<void> {
  const priorities = resolvers.flatMap((one) =>
    one.priority === null ? [] : [[`priority.${one.name}`, one.priority]],
  );
  await wire.ask({
    method: 'POST',
    path: `/realm/${encodeURIComponent(name)}`,
    // privacyIDEA 3.14 counts a priority only when it is a number of JSON.
    json: { resolvers: resolvers.map((one) => one.name).join(','), ...Object.fromEntries(priorities) },
  });
}

export async function removeRealm(wire: Wire, name: string): Promise<void> {
  await wire.ask({ method: 'DELETE', path: `/realm/${encodeURIComponent(name)}` });
}

export async function setDefaultRealm(wire: Wire, name: string | null): Promise<void> {
  if (name === null) await wire.ask({ method: 'DELETE', path: '/defaultrealm' });
  else await wire.ask({ method: 'POST', path: `/defaultrealm/${encodeURIComponent(name)}` });
}

const trial = z.object({
  outcome: z.enum(['in', 'asked', 'out']),
  message: z.string(),
  places: z.array(
    z.object({
      resolver: z.string(),
      type: z.string(),
      outcome: z.enum(['found', 'not there', 'no answer', 'not asked']),
      detail: z.string(),
    }),
  ),
  person: z.object({ username: z.string(), name: z.string(), userid: z.string(), resolver: z.string() }).nullable(),
  password: z.enum(['right', 'wrong', 'none typed', 'cannot tell']),
  serial: z.string().nullable(),
  tokens: z.array(
    z.object({
      serial: z.string(),
      tokentype: z.string(),
      state: z.enum(['ready', 'disabled', 'locked', 'revoked', 'not now']),
    }),
  ),
  policies: z.array(z.object({ name: z.string(), dangerous: z.boolean() })),
});

/** What would come of a login in a realm: Keydesk's own server tells, and takes all of it back. */
export async function tryLogin(
  wire: Wire,
  realm: string,
  username: string,
  password: Uint8Array,
  code: Uint8Array,
): Promise<LoginTrial> {
  const { value } = await wire.ask({
    method: 'POST',
    path: `/realm/${encodeURIComponent(realm)}/try`,
    parameters: { user: username },
    secrets: { password, code },
  });
  const said = readValue(trial, value);
  return {
    outcome: said.outcome,
    said: said.message,
    places: said.places.map(({ resolver, type, outcome, detail }) => ({ resolver, kind: type, outcome, detail })),
    person: said.person === null ? null : { ...said.person, userId: said.person.userid },
    password: said.password,
    serial: said.serial,
    tokens: said.tokens.map(({ serial, tokentype, state }) => ({ serial, type: tokentype, state })),
    policies: said.policies,
  };
}
