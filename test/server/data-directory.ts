import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';
import { postgresUrl, templateDatabase } from './postgres.ts';
import { temporaryDirectory } from './server-process.ts';

/** A data directory of a server; in the tests on PostgreSQL it names a fresh database there. */
export interface DataDirectory {
  readonly path: string;
  readonly remove: () => void;
}

export async function dataDirectory(): Promise<DataDirectory> {
  const directory = temporaryDirectory();
  const port = inject('postgresPort');
  if (port === undefined) return directory;
  const name = `house_${randomUUID().replaceAll('-', '')}`;
  await onServer(port, `CREATE DATABASE ${name} TEMPLATE ${templateDatabase}`);
  writeFileSync(join(directory.path, 'database'), postgresUrl(port, name));
  return {
    path: directory.path,
    remove() {
      directory.remove();
      onServer(port, `DROP DATABASE ${name} WITH (FORCE)`).catch(() => undefined);
    },
  };
}

/** Whether these are the tests on PostgreSQL. */
export function isOnPostgres(): boolean {
  return inject('postgresPort') !== undefined;
}

async function onServer(port: number, sql: string): Promise<void> {
  const client = new Client(postgresUrl(port, 'postgres'));
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgresPort: number | undefined;
  }
}
