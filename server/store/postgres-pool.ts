import type { Writable } from 'node:stream';
import type { CompiledQuery, QueryResult } from 'kysely';
import pg from 'pg';
import { asAway } from './database-away.ts';
import { plannedAnewMark } from './planned-anew.ts';

const connectMs = 5000;
const statementMs = 30_000;
/** Longer than the server may take: only a connection that is dead reaches it. */
const answerMs = 40_000;
const mostConnections = 10;
const mostNamed = 200;
const int8 = 20;

/** Connections to a PostgreSQL. Statements of one are sent on without waiting for the answers before. */
export function postgresPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'keydesk',
    max: mostConnections,
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    lock_timeout: statementMs / 2,
    idle_in_transaction_session_timeout: statementMs,
    query_timeout: answerMs,
    keepAlive: true,
    pipeline: true,
    types: { getTypeParser: typeParser },
  });
  // A connection that ends fails what was asked on it; while nothing is, nobody needs to know.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

function ignore(): void {}

/** PostgreSQL keeps no zero in a text: it becomes what half a character becomes. */
function kept(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(kept);
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value;
}

/** Ids and counts are numbers; none of ours comes near what a number cannot hold. */
const typeParser: typeof pg.types.getTypeParser = ((oid: number, format: 'text') =>
  oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser;

const heldBack = new WeakSet<pg.ClientBase>();

/** What is asked in one go leaves in one go: a write to the socket costs more than a statement. */
function holdBack(client: pg.ClientBase): void {
  if (heldBack.has(client)) return;
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Writable } }).connection;
  heldBack.add(client);
  stream.cork();
  process.nextTick(() => {
    heldBack.delete(client);
    stream.uncork();
  });
}

/** Statements of a connection that come again and again are prepared there, by a name of their own. */
interface Named {
  readonly seen: Map<string, number>;
  readonly names: Map<string, string>;
}

const prepared = new WeakMap<pg.ClientBase, Named>();

export async function runOn(client: pg.ClientBase, query: CompiledQuery): Promise<QueryResult<never>> {
  const name = nameOf(client, query.sql);
  holdBack(client);
  try {
    const { rows, rowCount } = await client.query({
      text: query.sql,
      values: query.parameters.map(kept),
      ...(name === undefined ? {} : { name }),
    });
    return { rows: rows as never[], numAffectedRows: BigInt(rowCount ?? 0) };
  } catch (error) {
    throw asAway(error);
  }
}

function nameOf(client: pg.ClientBase, sql: string): string | undefined {
  let known = prepared.get(client);
  if (known === undefined) {
    known = { seen: new Map(), names: new Map() };
    prepared.set(client, known);
  }
  const name = known.names.get(sql);
  if (name !== undefined || known.names.size === mostNamed || sql.includes(plannedAnewMark)) return name;
  if (known.seen.size > 10 * mostNamed) known.seen.clear();
  const times = (known.seen.get(sql) ?? 0) + 1;
  known.seen.set(sql, times);
  if (times < 3) return undefined;
  const fresh = `keydesk_${known.names.size}`;
  known.names.set(sql, fresh);
  return fresh;
}
