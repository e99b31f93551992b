import { type Admins } from './admins.ts';
import { type AuditLog } from './audit-log.ts';
import { type Credentials } from './credentials.ts';
import { type Db } from './database.ts';
import { type GroupCommit } from './group-commit.ts';
import { type People } from './people.ts';
import { type Records } from './records.ts';
import { type Settings } from './settings.ts';
import { type Stations } from './stations.ts';
import { type Tokens } from './tokens.ts';
/** Everything the server keeps, one part for each table. */
export interface Store {
  readonly db: Db;
  readonly commits: GroupCommit;
  readonly admins: Admins;
  readonly audit: AuditLog;
  readonly credentials: Credentials;
  readonly people: People;
  readonly records: Records;
  readonly settings: Settings;
  readonly stations: Stations;
  readonly tokens: Tokens;
  readonly close: () => void;
}
export declare function openStore(
  file: string,
  options: {
    readonly now: () => Date;
  },
): Store;
