import type { Installation } from '../installation.ts';
import type { ResolverRow } from '../store/resolvers.ts';
import { openDefinition } from './definition.ts';
import { gated } from './gate.ts';
import { internal } from './internal.ts';
import { kindOf } from './kinds.ts';
import { type Resolver, ResolverError } from './resolver.ts';

type Parts = Pick<Installation, 'keys' | 'store'>;

interface Live {
  readonly row: ResolverRow;
  readonly resolver: Resolver;
}

const kept = new WeakMap<Parts['store'], Map<string, Live>>();

/** The resolver of this name as it is defined now; one that was defined anew since is opened again. */
export async function liveResolver(parts: Parts, name: string): Promise<Resolver> {
  const { store } = parts;
  const row = await store.resolvers.find(name);
  if (row === undefined) throw new ResolverError(`there is no resolver '${name}'`);
  const live = kept.get(store) ?? new Map<string, Live>();
  kept.set(store, live);
  const known = live.get(name);
  if (known !== undefined && isSame(known.row, row)) return known.resolver;
  known?.resolver.close().catch(() => undefined);
  const opened =
    row.type === 'internal'
      ? internal(store.ownPeople, name)
      : gated(kindOf(row.type).open(openDefinition(parts, row)));
  live.set(name, { row, resolver: opened });
  return opened;
}

function isSame(one: ResolverRow, other: ResolverRow): boolean {
  const secrets =
    one.secrets === null
      ? other.secrets === null
      : other.secrets !== null && Buffer.compare(one.secrets, other.secrets) === 0;
  return secrets && one.id === other.id && one.type === other.type && one.settings === other.settings;
}
