import { tellOwner } from '../notices/tell-owner.ts';
import type { Credential } from '../store/credentials.ts';
import { WireError } from '../wire/wire-error.ts';
import { assertChangeable } from './changeable.ts';
import { assertInReach } from './in-reach.ts';
import type { Act } from './perform.ts';
import { byOf } from './request-facts.ts';

/** `POST /token/enable`. */
export const enableToken: Act = {
  name: 'token/enable',
  right: 'enable',
  target: 'serials or user',
  async run({ store, rules }, facts, { credentials, person, owners }) {
    let changed = 0;
    for (const credential of credentials) {
      assertChangeable(credential);
      const { id, serial, type, ownerId, active } = credential;
      if (active === 1) continue;
      await assertInReach(store, credential);
      const owner = [person, ...owners].find((somebody) => somebody?.id === ownerId);
      await rules.mayHold(facts, { person: owner, realms: await store.tokenRealms.of(id), type, serial });
      const enabled = await store.changes.setActive(id, true, byOf(facts));
      if (enabled === 0 && facts.person !== undefined) throw switchedOff(serial);
      changed += enabled;
    }
    return { value: changed };
  },
};

/** What somebody else switched off, its owner does not switch on. */
export function switchedOff(serial: string): WireError {
  return new WireError('policy', `${serial} was not disabled by you: ask at the desk to have it enabled.`);
}

/** `POST /token/disable`. */
export const disableToken: Act = {
  name: 'token/disable',
  right: 'disable',
  target: 'serials or user',
  async run({ store }, facts, { credentials }) {
    return { value: await total(credentials, ({ id }) => store.changes.setActive(id, false, byOf(facts))) };
  },
};

/** `POST /token/revoke`: for good. */
export const revokeToken: Act = {
  name: 'token/revoke',
  right: 'revoke',
  target: 'serials or user',
  byAnother: true,
  async run(installation, { admin }, { credentials }) {
    const value = await total(credentials, async (credential) => {
      const changed = await installation.store.changes.revoke(credential.id);
      if (changed > 0) await tellOwner(installation, credential, 'withdrawn', admin.name);
      return changed;
    });
    return { value };
  },
};

/** `POST /token/reset`: forgets the failures. */
export const resetToken: Act = {
  name: 'token/reset',
  right: 'reset',
  target: 'serials or user',
  async run({ store }, _facts, { credentials }) {
    for (const credential of credentials) assertChangeable(credential);
    return { value: await total(credentials, ({ id }) => store.changes.resetFailures(id)) };
  },
};

/** `DELETE /token/<serial>`: the credential ends; what it was and did stays on record. */
export const deleteToken: Act = {
  name: 'token/delete',
  right: 'delete',
  target: 'own serial',
  byAnother: true,
  async run(installation, { admin, at }, { credentials }) {
    for (const credential of credentials) {
      await installation.store.credentials.end(credential.id, at.toISOString());
      // Who had it revoked was told then.
      if (credential.revoked === 0) await tellOwner(installation, credential, 'withdrawn', admin.name);
    }
    return { value: credentials.length };
  },
};

/** How many things are otherwise now, one credential after the other. */
async function total(
  credentials: readonly Credential[],
  change: (credential: Credential) => Promise<number>,
): Promise<number> {
  let count = 0;
  for (const credential of credentials) count += await change(credential);
  return count;
}
