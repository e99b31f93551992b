import type { Installation } from '../installation.ts';
import { openSeed, sealSeed } from '../keys/seed-at-rest.ts';
import type { ResolverRow } from '../store/resolvers.ts';
import type { Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { kindOf } from './kinds.ts';

/** What stands on the wire in place of a secret. */
const censored = '__CENSORED__';

/** The parameters of a resolver of this type; a secret that was not sent again is the one that is kept. */
export function definitionOf(type: string, sent: Parameters, before: Parameters | undefined): Parameters {
  if (type === 'internal') return {};
  const { names, secrets, addresses } = kindOf(type);
  // privacyIDEA reads the file's name in both spellings.
  const given: Parameters = { ...sent, fileName: sent.fileName ?? sent.Filename ?? sent.filename };
  const wanted = Object.fromEntries(
    names.flatMap((name): [string, string][] => {
      const value = given[name] ?? before?.[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const moved = before !== undefined && addresses.some((name) => (wanted[name] ?? '') !== (before[name] ?? ''));
  for (const name of secrets) {
    const isKept = given[name] === censored || (given[name] === undefined && before?.[name] !== undefined);
    if (!isKept) continue;
    if (moved || before?.[name] === undefined) {
      throw new WireError('parameter', `'${name}' must be given anew: what is kept is not sent to another place.`, {
        reason: 'secret-anew',
        values: { name },
      });
    }
    wanted[name] = before[name];
  }
  return wanted;
}

/** A definition as it is kept: secrets sealed under the server's key, bound to the resolver's name. */
export function rowOf(
  { keys }: Pick<Installation, 'keys'>,
  name: string,
  type: string,
  definition: Parameters,
): Omit<ResolverRow, 'id'> {
  const isSecret = (key: string) => type !== 'internal' && kindOf(type).secrets.includes(key);
  const pairs = Object.entries(definition);
  const open = Object.fromEntries(pairs.filter(([key]) => !isSecret(key)));
  const secret = pairs.filter(([key]) => isSecret(key));
  if (secret.length === 0) return { name, type, settings: JSON.stringify(open), secrets: null };
  const bytes = Buffer.from(JSON.stringify(Object.fromEntries(secret)));
  try {
    return { name, type, settings: JSON.stringify(open), secrets: sealSeed(keys.storeKey, `resolver ${name}`, bytes) };
  } finally {
    bytes.fill(0);
  }
}

/** A kept definition with its secrets, for who connects. */
export function openDefinition({ keys }: Pick<Installation, 'keys'>, row: ResolverRow): Parameters {
  const open = JSON.parse(row.settings) as Record<string, string>;
  if (row.secrets === null) return open;
  const bytes = openSeed(keys.storeKey, `resolver ${row.name}`, row.secrets);
  try {
    return { ...open, ...(JSON.parse(Buffer.from(bytes).toString()) as Record<string, string>) };
  } finally {
    bytes.fill(0);
  }
}

/** A kept definition as it is shown. */
export function shownDefinition(row: ResolverRow): Parameters {
  const secrets = row.secrets === null ? [] : kindOf(row.type).secrets;
  return {
    ...(JSON.parse(row.settings) as Record<string, string>),
    ...Object.fromEntries(secrets.map((name) => [name, censored])),
  };
}
