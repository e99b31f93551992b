import type { KeyObject } from 'node:crypto';
import type { RouteKind } from '../store/message-routes.ts';
import type { MessageKind } from '../store/messages.ts';
import type { Store } from '../store/store.ts';
import { listOf } from '../wire/parameters.ts';
import { allowedHostsSetting } from './allowed-host.ts';
import { openJson, sealJson } from './sealed-text.ts';
import type { SmsGateway } from './sms-gateway.ts';
import type { SmtpServer } from './smtp-server.ts';

/** Everything that sending needs: what is stored, and whoever waits for new messages. */
export interface Messaging {
  readonly store: Store;
  readonly storeKey: KeyObject;
  readonly now: () => Date;
  /** Called when a message was put into the queue: the transaction it is in ends soon after. */
  readonly woken: Set<() => void>;
}

/** What each kind of definition is. */
interface Definitions {
  readonly smtp: SmtpServer;
  readonly sms: SmsGateway;
}

export async function findRoute<K extends RouteKind>(
  { store, storeKey }: Messaging,
  kind: K,
  name: string,
): Promise<Definitions[K] | undefined> {
  const row = await store.messageRoutes.find(kind, name);
  return row === undefined ? undefined : (openJson(storeKey, `${kind}/${name}`, row.sealed) as Definitions[K]);
}

export async function listRoutes<K extends RouteKind>(
  { store, storeKey }: Messaging,
  kind: K,
): Promise<readonly { readonly id: number; readonly name: string; readonly definition: Definitions[K] }[]> {
  const rows = await store.messageRoutes.list(kind);
  return rows.map(({ id, name, sealed }) => ({
    id,
    name,
    definition: openJson(storeKey, `${kind}/${name}`, sealed) as Definitions[K],
  }));
}

/** Inside the caller's transaction. Gives the number of the definition. */
export function putRoute<K extends RouteKind>(
  { store, storeKey }: Messaging,
  kind: K,
  name: string,
  definition: Definitions[K],
): Promise<number> {
  return store.messageRoutes.put(kind, name, sealJson(storeKey, `${kind}/${name}`, definition));
}

/** The setting that names what messages of a kind go out by. */
export function identifierSetting(kind: MessageKind): 'email.identifier' | 'sms.identifier' {
  return kind === 'email' ? 'email.identifier' : 'sms.identifier';
}

export async function allowedHosts({ store }: Messaging): Promise<readonly string[]> {
  return listOf(await store.systemSettings.text(allowedHostsSetting));
}
