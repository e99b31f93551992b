import type { z } from 'zod';
import { type toldLists, toldRest, toldRollout } from '../../domain/contract/station-parts.ts';
import { replaceConflicts } from './conflicts.ts';
import type { Vault } from './database.ts';
import { fold } from './folding.ts';
import { writeMeta } from './meta.ts';
import { replaceShipment } from './shipments.ts';

/** What has to be written so that a part is in force; comparing writes nothing. */
export interface Difference {
  /** How many rows. */
  readonly changes: number;
  /** Writes about so many of them; false when some are left, which the next comparison finds. */
  readonly write: (most: number) => boolean;
}

type Row<L extends keyof typeof toldLists> = z.infer<(typeof toldLists)[L]>[number];

/** A list whose parts are rows of a table. */
interface Told<R> {
  readonly table: 'holders' | 'server_tokens' | 'stock' | 'queue';
  readonly key: readonly string[];
  /** The other columns that the server says. */
  readonly columns: readonly string[];
  /** The values of key and columns. */
  readonly values: (row: R) => readonly (string | number | null)[];
  /** Columns that are made of them, where a row is written. */
  readonly made?: Readonly<Record<string, (row: R) => string>>;
}

const lists: { readonly [list in Exclude<keyof typeof toldLists, 'shipments'>]: Told<Row<list>> } = {
  people: {
    table: 'holders',
    key: ['realm', 'username'],
    columns: ['user_id', 'given_name', 'surname', 'email', 'office', 'require_token'],
    values: ({ realm, username, userId, givenName, surname, email, office, requireToken }) => [
      ...[realm, username, userId, givenName, surname, email, office],
      requireToken === undefined ? null : Number(requireToken),
    ],
    made: {
      folded: ({ givenName, surname, username, email }) => ` ${fold(`${givenName} ${surname} ${username} ${email}`)}`,
      sort: ({ surname, givenName }) => fold(`${surname} ${givenName}`),
    },
  },
  tokens: {
    table: 'server_tokens',
    key: ['serial'],
    columns: ['token', 'type', 'active', 'revoked', 'owner_realm', 'owner_username'],
    values: ({ serial, tokenSerial, type, active, revoked, owner }) => [
      ...[serial, tokenSerial, type, Number(active), Number(revoked)],
      ...[owner?.realm ?? '', owner?.username ?? ''],
    ],
  },
  stock: {
    table: 'stock',
    key: ['serial'],
    columns: ['model', 'state', 'office'],
    values: ({ serial, model, state, office }) => [serial, model, state, office ?? ''],
  },
  queue: {
    table: 'queue',
    key: ['realm', 'username'],
    columns: ['office', 'since', 'place'],
    values: ({ realm, username, office, since, place }) => [realm, username, office, since, place],
  },
};

/** Every table whose rows belong to parts. */
export const tablesOfParts = Object.values(lists).map(({ table, key }) => ({ table, key }));

/** How a part differs from what is here; `rows` were read by the schema of its list, and are none when it is gone. */
export function differenceOf(vault: Vault, name: string, rows: readonly unknown[], at: string): Difference {
  const [list = '', part = ''] = name.split(/\/(.*)/s);
  if (list === 'shipments') return shipmentDifference(vault, part, rows as readonly Row<'shipments'>[]);
  if (list in lists) return rowsDifference(vault, name, lists[list as keyof typeof lists] as Told<unknown>, rows);
  if (list === 'rest' && rows.length > 0) return restDifference(vault, toldRest.parse(rows[0]), at);
  if (list === 'rollout') {
    return {
      changes: 1,
      write: () => {
        writeMeta(vault, 'rollout', rows[0] === undefined ? null : toldRollout.parse(rows[0]));
        return true;
      },
    };
  }
  return { changes: 0, write: () => true };
}

function rowsDifference<R>(vault: Vault, part: string, told: Told<R>, rows: readonly R[]): Difference {
  const { table, key, columns, values, made = {} } = told;
  const names = [...key, ...columns];
  const here = new Map(
    vault.db
      .prepare<[string], unknown[]>(`SELECT ${names.join(', ')} FROM ${table} WHERE part = ?`)
      .raw()
      .all(part)
      .map((row) => [JSON.stringify(row.slice(0, key.length)), JSON.stringify(row)]),
  );
  const changed: (readonly [R, readonly (string | number | null)[]])[] = [];
  for (const row of rows) {
    const said = values(row);
    const name = JSON.stringify(said.slice(0, key.length));
    if (here.get(name) !== JSON.stringify(said)) changed.push([row, said]);
    here.delete(name);
  }
  return {
    changes: changed.length + here.size,
    write: (most) => {
      const all = [...names, ...Object.keys(made), 'part'];
      const put = vault.db.prepare(
        `INSERT INTO ${table} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})
         ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${all
           .slice(key.length)
           .map((column) => `${column} = excluded.${column}`)
           .join(', ')}`,
      );
      for (const [row, said] of changed.slice(0, most))
        put.run(...said, ...Object.values(made).map((make) => make(row)), part);
      // Whoever went to another part in the meantime stays there.
      const remove = vault.db.prepare(
        `DELETE FROM ${table} WHERE ${key.map((column) => `${column} = ?`).join(' AND ')} AND part = ?`,
      );
      const left = Math.max(0, most - changed.length);
      for (const name of [...here.keys()].slice(0, left)) remove.run(...(JSON.parse(name) as string[]), part);
      return changed.length + here.size <= most;
    },
  };
}

function shipmentDifference(vault: Vault, id: string, rows: readonly Row<'shipments'>[]): Difference {
  return {
    changes: rows.reduce((count, { tokens }) => count + tokens.length, 1),
    write: () => {
      replaceShipment(vault, id, rows[0]);
      return true;
    },
  };
}

function restDifference(vault: Vault, rest: z.infer<typeof toldRest>, at: string): Difference {
  return {
    changes: 1,
    write: () => {
      replaceConflicts(vault, rest.conflicts, at);
      writeMeta(vault, 'guidelines', rest.guidelines);
      writeMeta(vault, 'controllers', rest.controllers);
      writeMeta(vault, 'trust', rest.trust);
      writeMeta(vault, 'offices', rest.offices);
      writeMeta(vault, 'policies', rest.policies);
      writeMeta(vault, 'contact', rest.contact);
      writeMeta(vault, 'sender', rest.sender);
      return true;
    },
  };
}
