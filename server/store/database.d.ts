import Database from 'better-sqlite3';
export type Db = Database.Database;
/** Opens the server's database: durable at every commit, foreign keys held, schema brought up to date. */
export declare function openDatabase(
  file: string,
  options: {
    readonly now: () => Date;
  },
): Db;
