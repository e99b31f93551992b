import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const lookEveryMs = 100;
const pagesWorthIt = 1000;

interface Log {
  readonly log: number;
  readonly checkpointed: number;
}

/**
 * Runs in a thread of its own: copies the log of a file of SQLite to the file while its server goes on, since the disk is
 * waited for at pages all over it. What the server then has to copy itself, to begin the log anew, is short.
 */
const db = new Database(workerData as string, { timeout: 10_000 });
db.pragma('synchronous = FULL');
db.pragma('checkpoint_fullfsync = ON');
const looking = setInterval(() => {
  const [{ log, checkpointed }] = db.pragma('wal_checkpoint(NOOP)') as [Log];
  if (log - checkpointed >= pagesWorthIt) db.pragma('wal_checkpoint(PASSIVE)');
}, lookEveryMs);

parentPort?.once('message', () => {
  clearInterval(looking);
  db.close();
});
