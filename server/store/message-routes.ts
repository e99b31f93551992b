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
  const columns = 'id, name, sealed';
  const list = db.prepare<[string], RouteRow>(`SELECT ${columns} FROM message_routes WHERE kind = ? ORDER BY name`);
  const find = db.prepare<[string, string], RouteRow>(
    `SELECT ${columns} FROM message_routes WHERE kind = ? AND name = ?`,
  );
  const put = db.prepare<[string, string, Uint8Array], { id: number }>(
    `INSERT INTO message_routes (kind, name, sealed) VALUES (?, ?, ?)
      ON CONFLICT (kind, name) DO UPDATE SET sealed = excluded.sealed RETURNING id`,
  );
  const remove = db.prepare<[string, string], { id: number }>(
    'DELETE FROM message_routes WHERE kind = ? AND name = ? RETURNING id',
  );
  return {
    list: (kind) => list.all(kind),
    find: (kind, name) => find.get(kind, name),
    put: (kind, name, sealed) => put.get(kind, name, sealed)?.id ?? -1,
    remove: (kind, name) => remove.get(kind, name)?.id,
  };
}
