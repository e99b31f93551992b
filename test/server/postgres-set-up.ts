import type { TestProject } from 'vitest/node';
import { openStore } from '../../server/store/store.ts';
import { findPostgres, hasServer } from './debian-server.ts';
import { postgresUrl, startPostgres, templateDatabase } from './postgres.ts';

/** Before the server's tests on PostgreSQL: one real cluster, as durable as a real one, with a schema to copy. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!hasServer('postgresql', findPostgres)) throw new Error("install Debian's package 'postgresql' first");
  const postgres = await startPostgres({ durable: true });
  await postgres.run(`CREATE DATABASE ${templateDatabase}`);
  const store = await openStore(postgresUrl(postgres.port, templateDatabase), { now: () => new Date() });
  await store.close();
  project.provide('postgresPort', postgres.port);
  return postgres.remove;
}
