import { z } from 'zod';
import type { ResolverRow, ResolverTest } from '../../domain/contract/administration/realms.ts';
import type { ResolverKind } from '../../domain/resolver-kind.ts';
import { readValue, type Wire, type WireRequest } from './wire-client.ts';

/** A definition as it stands in the form. */
export interface ResolverForm {
  readonly kind: ResolverKind;
  readonly settings: Readonly<Record<string, string>>;
  /** `null` leaves the one that is kept. */
  readonly secret: Uint8Array | null;
}

const secretNames: Readonly<Partial<Record<string, string>>> = { ldapresolver: 'BINDPW', sqlresolver: 'Password' };
const censored = '__CENSORED__';

const wireResolvers = z.record(
  z.string(),
  z.looseObject({
    type: z.string(),
    data: z.record(z.string(), z.unknown()),
    censor_keys: z.array(z.string()).optional(),
  }),
);

export async function listResolvers(wire: Wire): Promise<ResolverRow[]> {
  const { value } = await wire.ask({ method: 'GET', path: '/resolver/' });
  return Object.entries(readValue(wireResolvers, value))
    .map(([name, { type, data }]) => {
      const open = Object.entries(data).flatMap(([key, said]): [string, string][] =>
        said === censored || said === null || said === undefined ? [] : [[key, textOf(said)]],
      );
      return {
        name,
        kind: type.replace(/^privacyidea\.lib\.resolvers\.\w+\./, ''),
        settings: Object.fromEntries(open),
        hasSecret: Object.values(data).includes(censored),
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

export async function saveResolver(wire: Wire, name: string, form: ResolverForm): Promise<void> {
  await wire.ask({ method: 'POST', path: `/resolver/${encodeURIComponent(name)}`, ...bodyOf(form) });
}

export async function removeResolver(wire: Wire, name: string): Promise<void> {
  await wire.ask({ method: 'DELETE', path: `/resolver/${encodeURIComponent(name)}` });
}

const tested = z.looseObject({
  description: z.string().nullish(),
  count: z.int().optional(),
  complete: z.boolean().optional(),
  people: z
    .array(
      z.looseObject({
        username: z.string(),
        userid: z.string(),
        givenname: z.string(),
        surname: z.string(),
        email: z.string(),
      }),
    )
    .optional(),
});

/** Whether a definition works; with Keydesk's own server, whom it finds. */
export async function testResolver(wire: Wire, name: string | null, form: ResolverForm): Promise<ResolverTest> {
  const body = bodyOf(form);
  const { value, detail } = await wire.ask({
    method: 'POST',
    path: '/resolver/test',
    ...body,
    parameters: { ...body.parameters, resolver: name ?? undefined },
  });
  const { description, count, complete = true, people = [] } = readValue(tested, detail ?? {});
  return {
    works: value === true,
    said: (description ?? '').slice(0, 2000),
    found:
      value === true && count !== undefined
        ? {
            count,
            complete,
            people: people.map(({ username, userid, givenname, surname, email }) => ({
              username,
              userId: userid,
              name: `${givenname} ${surname}`.trim(),
              email,
            })),
          }
        : null,
  };
}

/** A secret that is not sent is the one that is kept. */
function bodyOf({ kind, settings, secret }: ResolverForm): Pick<WireRequest, 'parameters' | 'secrets'> {
  const name = secretNames[kind];
  return {
    parameters: { ...settings, type: kind },
    ...(name === undefined || secret === null ? {} : { secrets: { [name]: secret } }),
  };
}

/** privacyIDEA keeps some settings as objects, where it reads JSON. */
function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
