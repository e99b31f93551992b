import type { Installation } from '../installation.ts';
import { notify } from '../notices/notify.ts';
import { tellOwner } from '../notices/tell-owner.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { required } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { assertAnother } from './by-another.ts';
import { assertChangeable } from './changeable.ts';
import { assertInReach } from './in-reach.ts';
import { keptPinOf } from './new-pin.ts';
import type { Act } from './perform.ts';
import type { RequestFacts } from './request-facts.ts';
import { credentialOf } from './target.ts';

export function alreadyAssigned(owner: Person): WireError {
  const { username, realm, resolver } = owner;
  return new WireError(
    'assigned',
    `Token already assigned to user User(login='${username}', realm='${realm}', resolver='${resolver}')`,
  );
}

/** `POST /token/assign`: nobody's token becomes somebody's, with a PIN if one is sent. */
export const assignToken: Act<string | null | undefined> = {
  name: 'token/assign',
  right: 'assign',
  target: 'serial',
  byAnother: true,
  async prepare(installation, facts, { person, credentials: [credential] }) {
    const { pin } = facts.parameters;
    required(facts.parameters, 'user');
    if (pin) await installation.rules.mayBePin(facts, person, credential?.type ?? '', pin);
    return pin === undefined ? undefined : keptPinOf(installation, facts, person, pin);
  },
  async run(installation, facts, { credentials, person, owners: [owner] }, pinHash) {
    const [credential] = credentials;
    if (credential === undefined || person === undefined) throw new Error('serial and user were looked for');
    if (owner !== undefined) throw alreadyAssigned(owner);
    await give(installation, facts, credential, person);
    if (pinHash !== undefined) await installation.store.changes.setPin(credential.id, pinHash);
    await notify(installation, person, 'issued', { serial: credential.serial, by: facts.admin.name });
    return { value: true };
  },
};

/** `POST /token/unassign`: the key stays, the PIN and the failures do not. */
export const unassignToken: Act = {
  name: 'token/unassign',
  right: 'unassign',
  target: 'serials or user',
  byAnother: true,
  async run(installation, { admin }, { credentials }) {
    const owned = credentials.filter(({ ownerId }) => ownerId !== null);
    for (const credential of owned) {
      await installation.store.changes.removeOwner(credential.id);
      await tellOwner(installation, credential, 'withdrawn', admin.name);
    }
    return { value: owned.length };
  },
};

/** `POST /token/copyuser`: the owner of one token becomes the owner of another; limits do not count, as in privacyIDEA. */
export const copyUser: Act = {
  name: 'token/copyuser',
  right: 'copytokenuser',
  target: 'nothing',
  async run(installation, facts) {
    const { store } = installation;
    const from = await credentialOf(store, required(facts.parameters, 'from'));
    const to = await credentialOf(store, required(facts.parameters, 'to'));
    const person = from.ownerId === null ? undefined : await store.people.byId(from.ownerId);
    if (person === undefined) throw new WireError('tokenAdmin', `Token ${from.serial} is assigned to nobody.`);
    const other = to.ownerId === null || to.ownerId === person.id ? undefined : await store.people.byId(to.ownerId);
    if (other !== undefined) throw alreadyAssigned(other);
    await installation.rules.mayAct(facts, 'copytokenuser', person);
    assertAnother(facts, person);
    await giveTo(installation, facts, to, person);
    await notify(installation, person, 'issued', { serial: to.serial, by: facts.admin.name });
    return { value: true, audit: { serial: to.serial, from: from.serial, user: person.username, realm: person.realm } };
  },
};

/** Gives it if limits allow it. */
async function give(
  installation: Installation,
  facts: RequestFacts,
  credential: Credential,
  person: Person,
): Promise<void> {
  const { id, type, serial } = credential;
  const realms = [...new Set([...(await installation.store.tokenRealms.of(id)), person.realm])];
  await installation.rules.mayHold(facts, { person, realms, type, serial });
  await giveTo(installation, facts, credential, person);
}

async function giveTo(
  { store }: Installation,
  facts: RequestFacts,
  credential: Credential,
  person: Person,
): Promise<void> {
  assertChangeable(credential);
  await assertInReach(store, credential);
  const { id } = credential;
  if (credential.ownerId !== person.id && !(await store.changes.setOwner(id, person.id, facts.at.toISOString()))) {
    throw new Error('what nobody owns in a transaction of its own stays so');
  }
  await store.changes.resetFailures(id);
  await store.tokenRealms.add(id, person.realm);
}
