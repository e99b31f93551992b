import type { KeyObject } from 'node:crypto';
import type { Db } from '../store/database.ts';
import { type GroupCommit, groupCommit } from '../store/group-commit.ts';
import { type MessageRoutes, messageRoutes, type RouteKind } from '../store/message-routes.ts';
import { type MessageKind, type Messages, messages } from '../store/messages.ts';
import { type SystemSettings, systemSettings } from '../store/system-settings.ts';
import { listOf } from '../wire/parameters.ts';
import { allowedHostsSetting } from './allowed-host.ts';
import { openJson, sealJson } from './sealed-text.ts';
import type { SmsGateway } from './sms-gateway.ts';
import type { SmtpServer } from './smtp-server.ts';

/** Everything that sending needs: the queue, the definitions, the settings, and whoever waits for new messages. */
export interface Messaging {
  readonly db: Db;
  readonly commits: GroupCommit;
  readonly storeKey: KeyObject;
  readonly now: () => Date;
  readonly queue: Messages;
  readonly routes: MessageRoutes;
  readonly settings: SystemSettings;
  /** Called when a message was put into the queue: the transaction it is in ends in the same turn. */
  readonly woken: Set<() => void>;
}

export function openMessaging(parts: {
  readonly db: Db;
  readonly commits?: GroupCommit;
  readonly storeKey: KeyObject;
  readonly now: () => Date;
}): Messaging {
  const { db } = parts;
  return {
    db,
    commits: parts.commits ?? groupCommit(db),
    storeKey: parts.storeKey,
    now: parts.now,
    queue: messages(db),
    routes: messageRoutes(db),
    settings: systemSettings(db),
    woken: new Set(),
  };
}

/** What each kind of definition is. */
interface Definitions {
  readonly smtp: SmtpServer;
  readonly sms: SmsGateway;
}

export function findRoute<K extends RouteKind>(
  { routes, storeKey }: Messaging,
  kind: K,
  name: string,
): Definitions[K] | undefined {
  const row = routes.find(kind, name);
  return row === undefined ? undefined : (openJson(storeKey, `${kind}/${name}`, row.sealed) as Definitions[K]);
}

export function listRoutes<K extends RouteKind>(
  { routes, storeKey }: Messaging,
  kind: K,
): readonly { readonly id: number; readonly name: string; readonly definition: Definitions[K] }[] {
  return routes.list(kind).map(({ id, name, sealed }) => ({
    id,
    name,
    definition: openJson(storeKey, `${kind}/${name}`, sealed) as Definitions[K],
  }));
}

/** Inside the caller's transaction. Gives the number of the definition. */
export function putRoute<K extends RouteKind>(
  { routes, storeKey }: Messaging,
  kind: K,
  name: string,
  definition: Definitions[K],
): number {
  return routes.put(kind, name, sealJson(storeKey, `${kind}/${name}`, definition));
}

/** The setting that names what messages of a kind go out by. */
export function identifierSetting(kind: MessageKind): 'email.identifier' | 'sms.identifier' {
  return kind === 'email' ? 'email.identifier' : 'sms.identifier';
}

export function allowedHosts({ settings }: Messaging): readonly string[] {
  return listOf(settings.text(allowedHostsSetting));
}
