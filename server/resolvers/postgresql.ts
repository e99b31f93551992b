import { Pool } from 'pg';
import { ResolverError } from './resolver.ts';
import type { Row, SqlSource } from './sql.ts';
import { standardDialect } from './sql-dialect.ts';
import type { SqlSettings } from './sql-settings.ts';

const connections = 4;

/**
 * A PostgreSQL server, read only. A server that starts anew breaks every connection that is kept: each may be replaced
 * before it counts as a failure.
 */
export function postgresql(settings: SqlSettings): SqlSource {
  const { timeoutMs } = settings;
  const pool = new Pool({
    host: settings.server,
    port: settings.port ?? 5432,
    database: settings.database,
    user: settings.user,
    password: settings.password,
    max: connections,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    statement_timeout: timeoutMs,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
    application_name: 'keydesk',
    options: '-c default_transaction_read_only=on',
    ssl: settings.tls ? { rejectUnauthorized: true, ...(settings.ca === undefined ? {} : { ca: settings.ca }) } : false,
  });
  // An idle connection that the server ends must not end the process; the next query makes another.
  pool.on('error', () => undefined);
  const ask = async (text: string, values: readonly string[]) => (await pool.query(text, [...values])).rows as Row[];
  return {
    dialect: standardDialect,
    async rows(text, values) {
      try {
        for (let tries = 0; ; tries += 1) {
          try {
            return await ask(text, values);
          } catch (error) {
            if (!isBroken(error) || tries === connections) throw error;
          }
        }
      } catch (cause) {
        throw new ResolverError(`${settings.server}: ${(cause as Error).message || (cause as Error).name}`, { cause });
      }
    },
    close: () => pool.end(),
  };
}

/** Ended by the server or on the way (PostgreSQL appendix A, class 57P and 08), not by what was asked. */
function isBroken(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return (
    /^57P0|^08/.test(code) || ['ECONNRESET', 'EPIPE'].includes(code) || /Connection terminated unexp/.test(message)
  );
}
