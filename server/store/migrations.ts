import { postgresWords, sqliteWords } from './column-words.ts';
import { initial } from './migrations/0010-initial.ts';
import { tokenManagement } from './migrations/0020-token-management.ts';
import { deliveries } from './migrations/0030-deliveries.ts';
import { resolvers } from './migrations/0040-resolvers.ts';
import { policies } from './migrations/0050-policies.ts';
import { messages } from './migrations/0060-messages.ts';
import { postgresBeginning } from './migrations/0060-postgres.ts';
import { postgresSharing, sharedDatabase, sqliteContentTriggers } from './migrations/0070-shared-database.ts';
import { tokenTypes } from './migrations/0080-token-types.ts';
import { postgresTokenSearch, sqlitePeopleSearch, sqliteTokenSearch } from './migrations/0090-token-search.ts';
import { postgresTrust, sqliteTrust } from './migrations/0200-trust.ts';
import { postgresTrail, sqliteTrail } from './migrations/0210-trail.ts';
import { postgresStock, sqliteStock } from './migrations/0220-stock.ts';
import { postgresDesks, sqliteDesks } from './migrations/0230-desks.ts';
import { postgresShipments, sqliteShipments } from './migrations/0240-shipments.ts';
import { postgresKeptTree, sqliteKeptTree } from './migrations/0250-kept-tree.ts';
import { postgresIssuanceQueue, sqliteIssuanceQueue } from './migrations/0260-issuance-queue.ts';
import { postgresConflicts, sqliteConflicts } from './migrations/0270-conflicts.ts';
import { postgresRoomForUse, sqliteRoomForUse } from './migrations/0290-room-for-use.ts';
import { postgresPeopleNames, sqlitePeopleNames } from './migrations/0300-people-search.ts';
import { enrolmentRights } from './migrations/0310-enrolment-rights.ts';
import { postgresAsleep, sqliteAsleep } from './migrations/0320-asleep.ts';
import { postgresReceiptKeys, sqliteReceiptKeys } from './migrations/0340-receipt-keys.ts';
import { postgresParts, sqliteParts } from './migrations/0350-parts.ts';
import { postgresOffByOwner, sqliteOffByOwner } from './migrations/0370-off-by-owner.ts';
import { letIn } from './migrations/0380-let-in.ts';
import { postgresLetsIn, sqliteLetsIn } from './migrations/0400-lets-in.ts';
import { postgresAuditHeads, sqliteAuditHeads } from './migrations/0410-audit-heads.ts';

/** One step of the schema, as SQL. Numbers rise by tens; a released step is never edited. */
interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sqlite: string;
  /** Empty for what was released before there was PostgreSQL; the last of those has the whole schema. */
  readonly postgres: string;
}

export const migrations: readonly Migration[] = [
  { number: 10, name: 'initial', sqlite: initial, postgres: '' },
  { number: 20, name: 'token-management', sqlite: tokenManagement, postgres: '' },
  { number: 30, name: 'deliveries', sqlite: deliveries, postgres: '' },
  { number: 40, name: 'resolvers', sqlite: resolvers, postgres: '' },
  { number: 50, name: 'policies', sqlite: policies, postgres: '' },
  { number: 60, name: 'messages', sqlite: messages, postgres: postgresBeginning },
  {
    number: 70,
    name: 'shared-database',
    sqlite: sharedDatabase(sqliteWords) + sqliteContentTriggers,
    postgres: sharedDatabase(postgresWords) + postgresSharing,
  },
  { number: 80, name: 'token-types', sqlite: tokenTypes(sqliteWords), postgres: tokenTypes(postgresWords) },
  { number: 90, name: 'token-search', sqlite: sqliteTokenSearch + sqlitePeopleSearch, postgres: postgresTokenSearch },
  { number: 200, name: 'trust', sqlite: sqliteTrust, postgres: postgresTrust },
  { number: 210, name: 'trail', sqlite: sqliteTrail, postgres: postgresTrail },
  { number: 220, name: 'stock', sqlite: sqliteStock, postgres: postgresStock },
  { number: 230, name: 'desks', sqlite: sqliteDesks, postgres: postgresDesks },
  { number: 240, name: 'shipments', sqlite: sqliteShipments, postgres: postgresShipments },
  { number: 250, name: 'kept-tree', sqlite: sqliteKeptTree, postgres: postgresKeptTree },
  { number: 260, name: 'issuance-queue', sqlite: sqliteIssuanceQueue, postgres: postgresIssuanceQueue },
  { number: 270, name: 'conflicts', sqlite: sqliteConflicts, postgres: postgresConflicts },
  { number: 290, name: 'room-for-use', sqlite: sqliteRoomForUse, postgres: postgresRoomForUse },
  { number: 300, name: 'people-search', sqlite: sqlitePeopleNames, postgres: postgresPeopleNames },
  { number: 310, name: 'enrolment-rights', sqlite: enrolmentRights, postgres: enrolmentRights },
  { number: 320, name: 'asleep', sqlite: sqliteAsleep, postgres: postgresAsleep },
  { number: 340, name: 'receipt-keys', sqlite: sqliteReceiptKeys, postgres: postgresReceiptKeys },
  { number: 350, name: 'parts', sqlite: sqliteParts, postgres: postgresParts },
  { number: 370, name: 'off-by-owner', sqlite: sqliteOffByOwner, postgres: postgresOffByOwner },
  { number: 380, name: 'let-in', sqlite: letIn, postgres: letIn },
  { number: 400, name: 'lets-in', sqlite: sqliteLetsIn, postgres: postgresLetsIn },
  { number: 410, name: 'audit-heads', sqlite: sqliteAuditHeads, postgres: postgresAuditHeads },
];

export const newestMigration = Math.max(...migrations.map(({ number }) => number));

/** The database was written by a newer server: opening it could lose what that server knows. */
export class NewerDatabaseError extends Error {
  constructor(found: number) {
    super(`the database has schema ${found}, this server knows up to ${newestMigration}: use the newer server`);
  }
}
