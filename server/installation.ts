import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicySet } from '../domain/policy/compile.ts';
import { type OpenSealed, openSealed } from './keys/open-sealed.ts';
import { type ServerKeys, serverKeys } from './keys/server-keys.ts';
import { type Messaging, openMessaging } from './messaging/messaging.ts';
import { policiesNow } from './policy/policies-now.ts';
import { policyRules } from './policy/policy-rules.ts';
import type { Rules } from './policy/rules.ts';
import { type UserStore, userStore } from './resolvers/user-store.ts';
import { openStore, type Store } from './store/store.ts';
import { type Authority, authority } from './tls/authority.ts';

/** Everything one data directory holds, opened: what the server and each of its commands work on. */
export interface Installation {
  readonly directory: string;
  readonly store: Store;
  readonly keys: ServerKeys;
  readonly authority: Authority;
  readonly openSealed: OpenSealed;
  /** The policies as they are at the moment it is asked. */
  readonly policies: () => PolicySet;
  /** What they decide about acts of administrators. */
  readonly rules: Rules;
  /** What goes out to people. */
  readonly messaging: Messaging;
  /** Checks passwords where people are kept. */
  readonly userStore: UserStore;
  readonly now: () => Date;
}

/** Opens a data directory; makes what is missing at the first run. Several processes may do so at once. */
export async function openInstallation(directory: string, now: () => Date = () => new Date()): Promise<Installation> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const keys = serverKeys(join(directory, 'keys'));
  const ca = await authority(directory, now());
  const store = openStore(join(directory, 'keydesk.sqlite'), { now });
  const policies = policiesNow(store.policies);
  return {
    directory,
    store,
    keys,
    authority: ca,
    userStore: userStore({ keys, store }),
    openSealed: openSealed(keys.sealing.privateKey),
    policies,
    rules: policyRules(store.db, policies),
    messaging: openMessaging({ db: store.db, commits: store.commits, storeKey: keys.storeKey, now }),
    now,
  };
}
