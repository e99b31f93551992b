import { z } from 'zod';
import { resolverKinds } from '../../resolver-kind.ts';

/** Realms, the resolvers they are made of, and the people of the server's own resolvers. */

const text = (max: number) => z.string().max(max);
const secretBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 1024);
const realmName = text(100).min(1);
const resolverName = text(100).min(1);

const realm = z.object({
  name: z.string(),
  isDefault: z.boolean(),
  /** In the order in which they are asked; without a priority last. */
  resolvers: z.array(z.object({ name: z.string(), kind: z.string(), priority: z.int().nullable() })),
});
export type Realm = z.infer<typeof realm>;

const resolver = z.object({
  name: z.string(),
  /** One of `resolverKinds`, or one that only another server knows. */
  kind: z.string(),
  /** By privacyIDEA's names; secrets are not among them. */
  settings: z.record(z.string(), z.string()),
  /** A password is kept, sealed. */
  hasSecret: z.boolean(),
});
export type ResolverRow = z.infer<typeof resolver>;

/** A definition as it stands in the form. `secret`: `null` leaves the one that is kept, empty bytes are none. */
const definition = {
  kind: z.enum(resolverKinds),
  settings: z.record(text(100), text(60_000)),
  secret: secretBytes.nullable(),
};

const personFields = {
  username: text(100).min(1),
  givenName: text(200),
  surname: text(200),
  email: text(200),
  mobile: text(200),
  phone: text(200),
  office: text(200),
};
const person = z.object(personFields);
export type OwnPerson = z.infer<typeof person>;

const resolverTest = z.object({
  works: z.boolean(),
  /** The server's own words: how many it found, or why it does not work. */
  said: z.string(),
  /** `null` where the server tells no more than that. */
  found: z
    .object({
      count: z.int(),
      /** False when there are more than were counted. */
      complete: z.boolean(),
      people: z.array(z.object({ username: z.string(), name: z.string(), email: z.string(), userId: z.string() })),
    })
    .nullable(),
});
export type ResolverTest = z.infer<typeof resolverTest>;

const loginTrial = z.object({
  outcome: z.enum(['in', 'asked', 'out']),
  /** What the server would say to the program that asked. */
  said: z.string(),
  /** Where it was looked, in this order. */
  places: z.array(
    z.object({
      resolver: z.string(),
      kind: z.string(),
      outcome: z.enum(['found', 'not there', 'no answer', 'not asked']),
      /** The person as found there, or why it does not answer. */
      detail: z.string(),
    }),
  ),
  person: z.object({ username: z.string(), name: z.string(), userId: z.string(), resolver: z.string() }).nullable(),
  /** Whether the password alone is the one that the resolver keeps. */
  password: z.enum(['right', 'wrong', 'none typed', 'cannot tell']),
  /** The token that it would be accepted by. */
  serial: z.string().nullable(),
  tokens: z.array(
    z.object({
      serial: z.string(),
      type: z.string(),
      state: z.enum(['ready', 'disabled', 'locked', 'revoked', 'not now']),
    }),
  ),
  /** The policies that would take effect; those that let people in without a token are dangerous. */
  policies: z.array(z.object({ name: z.string(), dangerous: z.boolean() })),
});
export type LoginTrial = z.infer<typeof loginTrial>;

export const realmChannels = {
  'realms/list': { request: z.undefined(), reply: z.array(realm) },
  'realms/save': {
    request: z.object({
      name: realmName,
      resolvers: z
        .array(z.object({ name: resolverName, priority: z.int().min(1).max(999).nullable() }))
        .min(1)
        .max(50),
    }),
    reply: z.undefined(),
  },
  'realms/remove': { request: z.object({ name: realmName }), reply: z.undefined() },
  /** `null`: names without a realm are nobody's. */
  'realms/set-default': { request: z.object({ name: realmName.nullable() }), reply: z.undefined() },
  /** What would come of a login; nothing is used up and nothing is sent. */
  'realms/try-login': {
    request: z.object({ realm: realmName, username: text(200).min(1), password: secretBytes, code: secretBytes }),
    reply: loginTrial,
  },
  'resolvers/list': { request: z.undefined(), reply: z.array(resolver) },
  'resolvers/save': { request: z.object({ name: resolverName, ...definition }), reply: z.undefined() },
  /** `name` is the saved one whose secret counts while none is typed. */
  'resolvers/test': { request: z.object({ name: resolverName.nullable(), ...definition }), reply: resolverTest },
  'resolvers/remove': { request: z.object({ name: resolverName }), reply: z.undefined() },
  'own-people/list': { request: z.object({ resolver: resolverName }), reply: z.array(person) },
  'own-people/add': {
    request: z.object({ resolver: resolverName, ...personFields, password: secretBytes, again: secretBytes }),
    reply: z.undefined(),
  },
  /** Empty bytes leave the password as it is. */
  'own-people/change': {
    request: z.object({ resolver: resolverName, ...personFields, password: secretBytes, again: secretBytes }),
    reply: z.undefined(),
  },
  'own-people/remove': {
    request: z.object({ resolver: resolverName, username: text(100).min(1) }),
    reply: z.undefined(),
  },
} as const;
