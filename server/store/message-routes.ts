import type { Db } from './schema.ts';

/** A definition of privacyIDEA's `/smtpserver/` or `/smsgateway`. */
export type RouteKind = 'smtp' | 'sms';

interface RouteRow {
  readonly id: number;
  readonly name: string;
  /** The whole definition, sealed: its secrets are not told from the rest. */
  readonly sealed: Uint8Array;
}

export interface MessageRoutes {
  readonly list: (kind: RouteKind) => Promise<readonly RouteRow[]>;
  readonly find: (kind: RouteKind, name: string) => Promise<RouteRow | undefined>;
  /** Makes or replaces it; gives its number. */
  readonly put: (kind: RouteKind, name: string, sealed: Uint8Array) => Promise<number>;
  /** The number it had, if it was there. */
  readonly remove: (kind: RouteKind, name: string) => Promise<number | undefined>;
}

export function messageRoutes(db: Db): MessageRoutes {
  const rows = (kind: RouteKind) =>
    db.selectFrom('message_routes').select(['id', 'name', 'sealed']).where('kind', '=', kind);
  return {
    list: (kind) => rows(kind).orderBy('name').execute(),
    find: (kind, name) => rows(kind).where('name', '=', name).executeTakeFirst(),
    async put(kind, name, sealed) {
      const { id } = await db
        .insertInto('message_routes')
        .values({ kind, name, sealed })
        .onConflict((conflict) => conflict.columns(['kind', 'name']).doUpdateSet({ sealed }))
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },
    async remove(kind, name) {
      const row = await db
        .deleteFrom('message_routes')
        .where('kind', '=', kind)
        .where('name', '=', name)
        .returning('id')
        .executeTakeFirst();
      return row?.id;
    },
  };
}
