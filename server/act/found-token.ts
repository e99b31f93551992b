import type { Installation } from '../installation.ts';
import type { Credential } from '../store/credentials.ts';
import { WireError } from '../wire/wire-error.ts';
import { assertChangeable } from './changeable.ts';
import type { Act } from './perform.ts';
import { replacementOf, standsInFor } from './replacement.ts';
import { byOf } from './request-facts.ts';
import { personOf } from './target.ts';
import { switchedOff } from './token-state.ts';

/**
 * `POST /token/found/<serial>`, Keydesk's own: a lost token was found. It can be used again, and the password in its place
 * is gone, in one step; limits on active tokens count what is left then.
 */
export const foundToken: Act = {
  name: 'token/found',
  right: 'enable',
  target: 'own serial',
  async run(installation, facts, target) {
    const [credential] = target.credentials;
    const owner = personOf(target);
    if (credential === undefined) throw new Error('the serial was looked for');
    const { store, rules } = installation;
    await rules.mayAct(facts, 'losttoken', owner);
    assertChangeable(credential);
    const replacements = await replacementsOf(installation, credential);
    if (replacements.length === 0) {
      throw new WireError('tokenAdmin', `Nothing stands in for ${credential.serial}: enable it, if it is disabled.`, {
        reason: 'nothing-stands-in',
        values: { serial: credential.serial },
      });
    }
    for (const { id } of replacements) await store.credentials.end(id, facts.at.toISOString());
    const { id, serial, type, active } = credential;
    if (active === 0) {
      await rules.mayHold(facts, { person: owner, realms: await store.tokenRealms.of(id), type, serial });
    }
    const removed = replacements.map((replacement) => replacement.serial);
    const enable = await store.changes.setActive(id, true, byOf(facts));
    if (enable === 0 && active === 0 && facts.person !== undefined) throw switchedOff(serial);
    return {
      value: { enable, removed },
      audit: { removed: removed.join(' ') },
    };
  },
};

/** The password in its place; and what stands in for that, when it was lost as well. */
async function replacementsOf({ store }: Installation, lost: Credential): Promise<readonly Credential[]> {
  const found: Credential[] = [];
  for (let of = lost; ; ) {
    const replacement = await store.credentials.bySerial(replacementOf(of));
    if (replacement === undefined || !standsInFor(replacement, of)) return found;
    found.push(replacement);
    of = replacement;
  }
}
