import { hashPin } from '../check/pin.ts';
import type { Installation } from '../installation.ts';
import { unwritable } from '../resolvers/person-fault.ts';
import type { OwnPerson } from '../store/own-people.ts';
import type { Right } from '../store/rights.ts';
import { type Parameters, required } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import type { Act } from './perform.ts';
import type { RequestFacts } from './request-facts.ts';

const longest = 200;
const longestPassword = 1024;

/** The hash of the password that was sent, if one was. */
type Prepared = string | undefined;

/** Somebody new in a resolver of our own. */
export const addPerson: Act<Prepared> = {
  name: 'user/added',
  right: 'adduser',
  target: 'nothing',
  prepare: hashed,
  async run({ store }, { parameters }, _target, passwordHash) {
    const resolver = await ownResolver(store, parameters);
    const username = nameOf(parameters);
    if ((await store.ownPeople.find(resolver, username)) !== undefined) {
      throw new WireError('user', `'${username}' is in resolver '${resolver}' already.`, {
        reason: 'name-taken',
        values: { name: username },
      });
    }
    const userId = await store.ownPeople.nextUserId(resolver);
    const nobody = { givenName: '', surname: '', email: '', mobile: '', phone: '', office: '', passwordHash: null };
    await store.ownPeople.add(resolver, { ...changed({ ...nobody, username, userId }, parameters, passwordHash) });
    return { value: userId, audit: { resolver } };
  },
};

/** Somebody's attributes and password; what is not sent stays. */
export const changePerson: Act<Prepared> = {
  name: 'user/changed',
  right: 'updateuser',
  target: 'nothing',
  prepare: hashed,
  async run(installation, facts, _target, passwordHash) {
    const { store } = installation;
    const { resolver, person } = await about(installation, facts, 'updateuser');
    await store.ownPeople.change(resolver, changed(person, facts.parameters, passwordHash));
    return { value: true, audit: { resolver } };
  },
};

/** Somebody leaves; their tokens stay, owned by nobody who can be found. */
export const removePerson: Act<Prepared> = {
  name: 'user/removed',
  right: 'deleteuser',
  target: 'nothing',
  async run(installation, facts) {
    const { resolver, person } = await about(installation, facts, 'deleteuser');
    await installation.store.ownPeople.remove(resolver, person.username, facts.at.toISOString());
    return { value: true, audit: { resolver } };
  },
};

async function hashed(_installation: Installation, { parameters }: RequestFacts): Promise<Prepared> {
  const { password } = parameters;
  if (!password) return undefined;
  if (password.length > longestPassword)
    throw new WireError('parameter', 'The password is too long.', {
      reason: 'too-long',
      values: { most: longestPassword },
    });
  const bytes = Buffer.from(password);
  try {
    return await hashPin(bytes);
  } finally {
    bytes.fill(0);
  }
}

/** The person a request is about; the administrator must have the right over them in each of their realms. */
async function about(
  { store, rules }: Installation,
  facts: RequestFacts,
  right: Right,
): Promise<{ readonly resolver: string; readonly person: OwnPerson }> {
  const resolver = await ownResolver(store, facts.parameters);
  const person = await store.ownPeople.find(resolver, nameOf(facts.parameters));
  if (person === undefined) throw notFound('user');
  for (const realm of await store.realmMembers.realmsOf(resolver)) {
    const known = await store.people.find(realm, person.username);
    if (known?.resolver === resolver) await rules.mayAct(facts, right, known);
  }
  return { resolver, person };
}

async function ownResolver(store: Installation['store'], parameters: Parameters): Promise<string> {
  const name = required(parameters, 'resolver');
  const row = await store.resolvers.find(name);
  if (row === undefined) throw notFound('resolver');
  if (row.type !== 'internal') throw new WireError('user', `The people of resolver '${name}' are not changed here.`);
  return name;
}

function nameOf(parameters: Parameters): string {
  const name = parameters.user || parameters.username;
  if (!name) throw new WireError('parameter', "Missing parameter: 'user'");
  if (/^[^\s@*]{1,100}$/.test(name) && !unwritable.test(name)) return name;
  throw new WireError('parameter', 'A username has no blank, @ or * and at most 100 characters.', {
    reason: 'username-form',
  });
}

function changed(person: OwnPerson, parameters: Parameters, passwordHash: Prepared): OwnPerson {
  const { givenname, surname, email, mobile, phone, description } = parameters;
  for (const value of [givenname, surname, email, mobile, phone, description]) {
    if (unwritable.test(value ?? ''))
      throw new WireError('parameter', 'An attribute has a character that cannot be seen.');
    if ((value ?? '').length <= longest) continue;
    throw new WireError('parameter', `An attribute is longer than ${longest}.`, {
      reason: 'too-long',
      values: { most: longest },
    });
  }
  return {
    ...person,
    givenName: givenname ?? person.givenName,
    surname: surname ?? person.surname,
    email: email ?? person.email,
    mobile: mobile ?? person.mobile,
    phone: phone ?? person.phone,
    office: description ?? person.office,
    passwordHash: passwordHash ?? person.passwordHash,
  };
}
