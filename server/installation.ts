import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicySet } from '../domain/policy/compile.ts';
import { type OpenSealed, openSealed } from './keys/open-sealed.ts';
import { keysInForce } from './keys/receipt-key.ts';
import type { ServerKeys } from './keys/server-keys.ts';
import type { Messaging } from './messaging/messaging.ts';
import { policiesNow } from './policy/policies-now.ts';
import { policyRules } from './policy/policy-rules.ts';
import type { Rules } from './policy/rules.ts';
import { type UserStore, userStore } from './resolvers/user-store.ts';
import type { ServerSettings } from './settings/server-settings.ts';
import { settingsNow } from './settings/settings-now.ts';
import { databaseOf } from './store/location.ts';
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
  readonly policies: () => Promise<PolicySet>;
  /** The settings as they are at the moment it is asked. */
  readonly settings: () => Promise<ServerSettings>;
  /** What they decide about acts of administrators. */
  readonly rules: Rules;
  /** What goes out to people. */
  readonly messaging: Messaging;
  /** Checks passwords where people are kept. */
  readonly userStore: UserStore;
  readonly now: () => Date;
  /** The same inside a transaction: whatever is read and written goes through that transaction's store. */
  readonly on: (transaction: Store) => Installation;
}

/**
 * Opens a data directory; makes what is missing at the first run. Several processes may do so at once. Its tables are
 * at an address that was given or that it names itself, or in a file in it.
 */
export async function openInstallation(
  directory: string,
  now: () => Date = () => new Date(),
  database?: string,
): Promise<Installation> {
  const keysDirectory = join(directory, 'keys');
  mkdirSync(keysDirectory, { recursive: true, mode: 0o700 });
  const ca = await authority(directory, now());
  const whole = await openStore(databaseOf(directory, database), { now });
  const keys = await keysInForce(keysDirectory, whole, now().toISOString()).catch(async (error: unknown) => {
    await whole.close();
    throw error;
  });
  const policies = policiesNow();
  const settings = settingsNow();
  const woken = new Set<() => void>();
  const users = userStore({ keys, store: whole });
  const unsealed = openSealed(keys.sealing.privateKey);
  const on = (store: Store): Installation => {
    const current = () => policies(store.policies);
    return {
      directory,
      store,
      keys,
      authority: ca,
      userStore: users,
      openSealed: unsealed,
      policies: current,
      settings: () => settings(store),
      rules: policyRules(store, current),
      messaging: { store, storeKey: keys.storeKey, now, woken },
      now,
      on,
    };
  };
  return on(whole);
}
