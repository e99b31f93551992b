import type { Store } from '../store/store.ts';
import { listOf, required } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { assertChangeable } from './changeable.ts';
import { keptPinOf } from './new-pin.ts';
import type { Act } from './perform.ts';
import { readInfoValue } from './read-init.ts';
import { readDescription, readSettings } from './read-settings.ts';
import { personOf } from './target.ts';
import { twoStepInfo } from './two-step.ts';

/** `POST /token/set`: windows, limits, validity, description, and the PIN for who may set it. */
export const setToken: Act<string | null | undefined> = {
  name: 'token/set',
  right: 'set',
  target: 'serials or user',
  async prepare(installation, facts, target) {
    const { pin } = facts.parameters;
    if (pin === undefined) return undefined;
    const person = personOf(target);
    await installation.rules.mayAct(facts, 'setpin', person);
    for (const { type } of target.credentials) await installation.rules.mayBePin(facts, person, type, pin);
    return keptPinOf(installation, facts, person, pin);
  },
  async run({ store }, { parameters }, { credentials }, pinHash) {
    const settings = readSettings(parameters);
    const names = Object.keys(settings);
    for (const credential of credentials) {
      assertChangeable(credential);
      await store.changes.set(credential.id, settings);
      if (pinHash !== undefined) await store.changes.setPin(credential.id, pinHash);
    }
    const count = names.length + (pinHash === undefined ? 0 : 1);
    return { value: count * credentials.length, audit: { set: [...names, ...(pinHash ? ['pin'] : [])].join(' ') } };
  },
};

/** `POST /token/description`. */
export const describeToken: Act = {
  name: 'token/description',
  right: 'setdescription',
  target: 'own serial',
  async run({ store }, { parameters }, { credentials }) {
    const description = readDescription(parameters.description ?? '');
    for (const { id } of credentials) await store.changes.set(id, { description });
    return { value: credentials.length };
  },
};

/** `POST /token/realm/<serial>`: in these realms and no others; the owner's stays. */
export const setTokenRealms: Act = {
  name: 'token/realm',
  right: 'tokenrealms',
  target: 'serial',
  async run({ store, rules }, facts, { credentials, owners: [owner] }) {
    if (facts.parameters.realms === undefined) throw new WireError('parameter', "Missing parameter: 'realms'");
    const named = listOf(facts.parameters.realms).map((name) => name.toLowerCase());
    const realms = [...new Set([...named, ...(owner === undefined ? [] : [owner.realm])])];
    await assertRealms(store, realms);
    for (const credential of credentials) {
      assertChangeable(credential);
      const { id, type, serial } = credential;
      await rules.mayHold(facts, { person: owner, realms, type, serial });
      await store.tokenRealms.set(id, realms);
    }
    return { value: true, audit: { realms: realms.join(' ') } };
  },
};

/** What the server itself keeps: it changes by what happens, or by `/token/set`. */
const ownNames = new Set([
  'hashlib',
  'tokenkind',
  'creation_date',
  'assignment_date',
  'last_auth',
  'count_auth',
  'count_auth_success',
  'count_auth_max',
  'count_auth_success_max',
  'validity_period_start',
  'validity_period_end',
  'timeShift',
  'timeStep',
  'timeWindow',
  'yubikey.prefix',
  'yubikey.tokenid',
  'ocrasuite',
  ...Object.values(twoStepInfo),
]);

/** `POST /token/info/<serial>/<key>`: free information beside a token. */
export const setTokenInfo: Act = {
  name: 'token/info',
  right: 'settokeninfo',
  target: 'serial',
  async run({ store }, { parameters }, { credentials }) {
    const name = infoName(parameters.key);
    if (parameters.value === undefined) throw new WireError('parameter', "Missing parameter: 'value'");
    const value = readInfoValue(parameters.value);
    for (const { id, issuance } of credentials) {
      if (name === 'keydesk.issuance' && issuance !== null) throw isOwn(name);
      await store.info.set(id, name, value);
    }
    return { value: true, audit: { key: name } };
  },
};

/** `DELETE /token/info/<serial>/<key>`. */
export const removeTokenInfo: Act = {
  name: 'token/info-removed',
  right: 'settokeninfo',
  target: 'serial',
  async run({ store }, { parameters }, { credentials }) {
    const name = infoName(parameters.key);
    let removed = false;
    for (const { id } of credentials) removed = (await store.info.remove(id, name)) || removed;
    return { value: removed, audit: { key: name } };
  },
};

function infoName(text: string | undefined): string {
  const name = required({ key: text }, 'key');
  if (ownNames.has(name)) throw isOwn(name);
  if (!/^[\w.-]{1,100}$/.test(name)) {
    throw new WireError('parameter', 'The name of an information has letters, digits and . _ - only.');
  }
  return name;
}

function isOwn(name: string): WireError {
  return new WireError('parameter', `'${name}' is kept by the server itself: it cannot be set as an information.`);
}

export async function assertRealms(store: Pick<Store, 'people'>, realms: readonly string[]): Promise<void> {
  const known = new Set((await store.people.realms()).map(({ name }) => name));
  const unknown = realms.find((name) => !known.has(name));
  if (unknown !== undefined) throw new WireError('parameter', `The realm '${unknown.slice(0, 100)}' does not exist.`);
}
