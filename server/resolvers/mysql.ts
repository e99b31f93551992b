import { connect, type Socket } from 'node:net';
import type { ConnectionOptions, Pool, PoolConnection } from 'mysql2/promise';
import { ResolverError } from './resolver.ts';
import type { Row, SqlSource } from './sql.ts';
import { mysqlDialect } from './sql-dialect.ts';
import type { SqlSettings } from './sql-settings.ts';

const connections = 4;

/**
 * A MySQL or MariaDB server, read only. A server that starts anew breaks every connection that is kept: each may be
 * replaced before it counts as a failure.
 */
export function mysql(settings: SqlSettings): SqlSource {
  const { timeoutMs, server } = settings;
  const sockets = new Set<Socket>();
  let opened: Promise<Pool> | undefined;
  const pool = () => (opened ??= openPool(settings, sockets));
  return {
    dialect: mysqlDialect,
    async rows(text, values) {
      const ends = Date.now() + timeoutMs;
      try {
        for (let tries = 0; ; tries += 1) {
          try {
            return await ask(await pool(), text, values, ends, timeoutMs);
          } catch (error) {
            if (!isBroken(error) || tries === connections || Date.now() >= ends) throw error;
          }
        }
      } catch (cause) {
        throw new ResolverError(`${server}: ${reasonOf(cause)}`, { cause });
      }
    },
    async close() {
      // It says goodbye where it can, and waits for nobody's answer.
      opened?.then((open) => open.end()).catch(() => undefined);
      for (const socket of sockets) socket.destroySoon();
    },
  };
}

/** By the first who asks: most servers have no such resolver. */
async function openPool(settings: SqlSettings, sockets: Set<Socket>): Promise<Pool> {
  const { timeoutMs, server, port = 3306 } = settings;
  const { createPool } = await import('mysql2/promise');
  const pool = createPool({
    host: server,
    port,
    stream() {
      const socket = connect(port, server).setNoDelay(true).setKeepAlive(true, 30_000);
      sockets.add(socket.on('close', () => sockets.delete(socket)));
      return socket;
    },
    database: settings.database,
    user: settings.user,
    password: settings.password,
    charset: 'utf8mb4',
    connectionLimit: connections,
    maxIdle: connections,
    idleTimeout: 30_000,
    connectTimeout: timeoutMs,
    disableEval: true,
    flags: ['-LOCAL_FILES'],
    ...tlsOf(settings),
  });
  pool.pool.on('connection', (connection) => {
    connection.on('error', () => undefined);
    connection.query('SET SESSION TRANSACTION READ ONLY', (error) => {
      if (error !== null) connection.destroy();
    });
    // MariaDB has the one, MySQL the other: the server ends what nobody waits for any more.
    connection.query(`SET SESSION max_statement_time = ${timeoutMs / 1000}`, () => undefined);
    connection.query(`SET SESSION max_execution_time = ${timeoutMs}`, () => undefined);
  });
  return pool;
}

function tlsOf({ tls, ca }: SqlSettings): Pick<ConnectionOptions, 'ssl'> {
  if (!tls) return {};
  return {
    ssl: { rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
  };
}

/** Values go as parameters of a prepared statement, never into the text. Who answers too late is cut off. */
async function ask(
  pool: Pool,
  text: string,
  values: readonly string[],
  ends: number,
  timeoutMs: number,
): Promise<readonly Row[]> {
  let connection: PoolConnection | undefined;
  let isLate = false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      connection?.destroy();
      reject(new ResolverError(`no answer within ${timeoutMs / 1000} s`));
    }, ends - Date.now());
  });
  const answered = (async () => {
    const taken = await pool.getConnection();
    connection = taken;
    try {
      if (isLate) throw new ResolverError('no answer in time');
      const [rows] = await taken.execute(text, [...values]);
      taken.release();
      return rows as Row[];
    } catch (error) {
      taken.destroy();
      throw error;
    }
  })();
  answered.catch(() => undefined);
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}

const brokenCodes = [
  ...['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE', 'ER_SERVER_SHUTDOWN', 'ER_CONNECTION_KILLED'],
  ...['ER_NORMAL_SHUTDOWN', 'ER_FORCING_CLOSE', 'ER_NEW_ABORTING_CONNECTION'],
];

/** Ended by the server or on the way, not by what was asked. */
function isBroken(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return brokenCodes.includes(code) || /closed state|Connection lost/.test(message);
}

function reasonOf(cause: unknown): string {
  const { code, message, name } = cause as NodeJS.ErrnoException;
  return message || code || name;
}
