import { type Admins, admins } from './admins.ts';
import { type AuditHeads, auditHeads } from './audit-heads.ts';
import { type AuditChain, type AuditLog, auditLog } from './audit-log.ts';
import { type Candidates, candidates } from './candidates.ts';
import { type Challenges, challenges } from './challenges.ts';
import { type Checkpoints, checkpoints } from './checkpoints.ts';
import { type Conflicts, conflicts } from './conflicts.ts';
import { type Contradictions, contradictions } from './contradictions.ts';
import { type Countersignatures, countersignatures } from './countersignatures.ts';
import { type CredentialChanges, credentialChanges } from './credential-changes.ts';
import { type CredentialInfo, credentialInfo } from './credential-info.ts';
import { type CredentialRealms, credentialRealms } from './credential-realms.ts';
import { type Credentials, credentials } from './credentials.ts';
import { type GateSessions, gateSessions } from './gate-sessions.ts';
import { type GroupsStore, groups } from './groups.ts';
import { type GuessCounts, guessCounts } from './guesses.ts';
import { type GuidelineTexts, guidelineTexts } from './guideline-texts.ts';
import { type Holdings, holdings } from './holdings.ts';
import { type IssuanceQueue, issuanceQueue } from './issuance-queue.ts';
import { type KnownPeople, knownPeople } from './known-people.ts';
import { type MessageRoutes, messageRoutes } from './message-routes.ts';
import { type Messages, messages } from './messages.ts';
import { type Offices, offices } from './offices.ts';
import { type OwnPeople, ownPeople } from './own-people.ts';
import { type People, people } from './people.ts';
import { type Policies, policies } from './policies.ts';
import { type RealmMembers, realmMembers } from './realm-members.ts';
import { type ReceiptKeysStore, receiptKeys } from './receipt-keys.ts';
import { type Records, records } from './records.ts';
import { type RefusedAtGate, type RefusedLogins, refusedAtGate, refusedLogins } from './refused-logins.ts';
import { type Resolvers, resolvers } from './resolvers.ts';
import { type Rollout, rollout } from './rollout.ts';
import type { Db } from './schema.ts';
import { type Settings, settings } from './settings.ts';
import { type Shipments, shipments } from './shipments.ts';
import { type Stations, stations } from './stations.ts';
import { type SystemSettings, systemSettings } from './system-settings.ts';
import { type TemporaryCodes, temporaryCodes } from './temporary-codes.ts';
import { type TokenPool, tokenPool } from './token-pool.ts';
import { type Tokens, tokens } from './tokens.ts';
import { type ToldRows, toldRows } from './told-rows.ts';
import { type TreeTiles, treeTiles } from './tree-tiles.ts';

/** Everything the server keeps, one part for each table. */
export interface Parts {
  readonly db: Db;
  readonly admins: Admins;
  readonly audit: AuditLog;
  readonly auditHeads: AuditHeads;
  readonly challenges: Challenges;
  readonly checkpoints: Checkpoints;
  readonly contradictions: Contradictions;
  readonly countersignatures: Countersignatures;
  readonly conflicts: Conflicts;
  readonly credentials: Credentials;
  readonly candidates: Candidates;
  readonly changes: CredentialChanges;
  readonly info: CredentialInfo;
  readonly tokenRealms: CredentialRealms;
  readonly gateSessions: GateSessions;
  readonly groups: GroupsStore;
  readonly guesses: GuessCounts;
  readonly guidelineTexts: GuidelineTexts;
  readonly holdings: Holdings;
  readonly issuanceQueue: IssuanceQueue;
  readonly people: People;
  readonly policies: Policies;
  readonly pool: TokenPool;
  readonly receiptKeys: ReceiptKeysStore;
  readonly records: Records;
  readonly refusedLogins: RefusedLogins;
  readonly refusedAtGate: RefusedAtGate;
  readonly knownPeople: KnownPeople;
  readonly messages: Messages;
  readonly messageRoutes: MessageRoutes;
  readonly offices: Offices;
  readonly ownPeople: OwnPeople;
  readonly realmMembers: RealmMembers;
  readonly resolvers: Resolvers;
  readonly rollout: Rollout;
  readonly settings: Settings;
  readonly shipments: Shipments;
  readonly stations: Stations;
  readonly systemSettings: SystemSettings;
  readonly temporaryCodes: TemporaryCodes;
  readonly tokens: Tokens;
  readonly toldRows: ToldRows;
  readonly treeTiles: TreeTiles;
}

export function partsOf(db: Db, chain?: AuditChain): Parts {
  return {
    db,
    admins: admins(db),
    audit: auditLog(db, chain),
    auditHeads: auditHeads(db),
    challenges: challenges(db),
    checkpoints: checkpoints(db),
    contradictions: contradictions(db),
    countersignatures: countersignatures(db),
    conflicts: conflicts(db),
    credentials: credentials(db),
    candidates: candidates(db),
    changes: credentialChanges(db),
    info: credentialInfo(db),
    tokenRealms: credentialRealms(db),
    gateSessions: gateSessions(db),
    groups: groups(db),
    guesses: guessCounts(db),
    guidelineTexts: guidelineTexts(db),
    holdings: holdings(db),
    issuanceQueue: issuanceQueue(db),
    people: people(db),
    policies: policies(db),
    pool: tokenPool(db),
    receiptKeys: receiptKeys(db),
    records: records(db),
    refusedLogins: refusedLogins(db, 'admin/refused'),
    refusedAtGate: refusedAtGate(db),
    knownPeople: knownPeople(db),
    messages: messages(db),
    messageRoutes: messageRoutes(db),
    offices: offices(db),
    ownPeople: ownPeople(db),
    realmMembers: realmMembers(db),
    resolvers: resolvers(db),
    rollout: rollout(db),
    settings: settings(db),
    shipments: shipments(db),
    stations: stations(db),
    systemSettings: systemSettings(db),
    temporaryCodes: temporaryCodes(db),
    tokens: tokens(db),
    toldRows: toldRows(db),
    treeTiles: treeTiles(db),
  };
}
