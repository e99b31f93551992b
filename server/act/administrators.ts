import { rightsOf, roleNames } from '../../domain/role.ts';
import { hashPin } from '../check/pin.ts';
import type { Installation } from '../installation.ts';
import { personCalled } from '../people/person-called.ts';
import type { Right } from '../store/rights.ts';
import { listOf, required } from '../wire/parameters.ts';
import { notFound, WireError, withoutRight } from '../wire/wire-error.ts';
import type { Act } from './perform.ts';
import type { RequestFacts } from './request-facts.ts';

const shortestPassword = 12;
const longestPassword = 1024;

/** Another administrator, with these roles and a first password. */
export const addAdministrator: Act<string> = {
  name: 'administrator/added',
  right: 'adminwrite',
  target: 'nothing',
  prepare: hashed,
  async run({ store }, facts, _target, passwordHash) {
    const name = nameOf(facts);
    if (!/^[\w.@-]{1,100}$/.test(name)) {
      throw new WireError('parameter', 'The name of an administrator is letters, digits and . _ - @ only.', {
        reason: 'name-form',
      });
    }
    if ((await personCalled(store.people, name)) !== undefined) {
      throw new WireError('parameter', `'${name}' is a person: an administrator needs another name.`, {
        reason: 'administrator-is-person',
        values: { name },
      });
    }
    if ((await store.admins.find(name)) !== undefined) {
      throw new WireError('configuration', `There is an administrator '${name}' already.`, {
        reason: 'name-taken',
        values: { name },
      });
    }
    const rights = wantedRights(facts, []);
    await store.admins.put({ name, passwordHash, rights }, facts.at.toISOString());
    return { value: true, audit: { info: name, rights: rights.join(' ') } };
  },
};

/** Exactly these roles from now on. */
export const setRoles: Act = {
  name: 'administrator/granted',
  right: 'adminwrite',
  target: 'nothing',
  async run({ store }, facts) {
    const name = nameOf(facts);
    const before = await store.admins.find(name);
    if (before === undefined) throw notFound('administrator');
    const rights = wantedRights(facts, before.rights);
    if (!rights.includes('adminwrite')) await assertAnother({ store }, name);
    await store.admins.setRights(name, rights);
    return { value: true, audit: { info: name, rights: rights.join(' ') } };
  },
};

/** Another password; whoever is logged in by the old one is no longer. */
export const setAdministratorPassword: Act<string> = {
  name: 'administrator/changed',
  right: 'adminwrite',
  target: 'nothing',
  prepare: hashed,
  async run({ store }, facts, _target, passwordHash) {
    const name = nameOf(facts);
    const before = await store.admins.find(name);
    if (before === undefined) throw notFound('administrator');
    assertHolds(facts, before.rights);
    await store.admins.put({ ...before, passwordHash }, facts.at.toISOString());
    return { value: true, audit: { info: name } };
  },
};

/** What they did stays in the audit. */
export const removeAdministrator: Act = {
  name: 'administrator/removed',
  right: 'adminwrite',
  target: 'nothing',
  async run({ store }, facts) {
    const name = nameOf(facts);
    if ((await store.admins.find(name)) === undefined) throw notFound('administrator');
    await assertAnother({ store }, name);
    await store.admins.remove(name);
    return { value: true, audit: { info: name } };
  },
};

function nameOf({ parameters }: RequestFacts): string {
  return required(parameters, 'name');
}

async function hashed(_installation: Installation, { parameters }: RequestFacts): Promise<string> {
  const bytes = Buffer.from(required(parameters, 'password'));
  try {
    if (bytes.length < shortestPassword || bytes.length > longestPassword) {
      throw new WireError('parameter', `A password has ${shortestPassword} to ${longestPassword} bytes.`, {
        reason: 'password-length',
        values: { least: shortestPassword, most: longestPassword },
      });
    }
    return await hashPin(bytes);
  } finally {
    bytes.fill(0);
  }
}

/** The rights of the roles that are asked for. Nobody gives what they have not, and to control trust nobody gives themself. */
function wantedRights(facts: RequestFacts, before: readonly Right[]): readonly Right[] {
  const names = listOf(facts.parameters.roles).map((word) => {
    const role = roleNames.find((name) => name === word);
    if (role === undefined) {
      throw new WireError('parameter', `There is no role '${word.slice(0, 40)}': choose from ${roleNames.join(', ')}.`);
    }
    return role;
  });
  const rights = rightsOf(names) as readonly Right[];
  assertHolds(
    facts,
    rights.filter((right) => !before.includes(right)),
  );
  return rights;
}

/** Of another one's rights, those that whoever asks has not could be had by way of the other. */
function assertHolds({ admin, parameters }: RequestFacts, rights: readonly Right[]): void {
  for (const right of rights) {
    const given = right === 'control_trust' && parameters.name !== admin.name;
    if (!admin.rights.includes(right) && !given) throw withoutRight(right);
  }
}

/** Never the last one who can make administrators. */
async function assertAnother({ store }: Pick<Installation, 'store'>, name: string): Promise<void> {
  const others = (await store.admins.all()).filter((admin) => admin.name !== name);
  if (others.some(({ rights }) => rights.includes('adminwrite'))) return;
  const last = await store.admins.find(name);
  if (last?.rights.includes('adminwrite') !== true) return;
  throw new WireError('configuration', `'${name}' is the only one left who can make administrators.`, {
    reason: 'last-administrator',
    values: { name },
  });
}
