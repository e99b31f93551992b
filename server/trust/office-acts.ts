import { delegationFault } from '../../domain/trust/delegation.ts';
import type { Act } from '../act/perform.ts';
import { findPerson, unknownPerson } from '../people/find-person.ts';
import type { Store } from '../store/store.ts';
import { required, wholeNumber } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import { lenderFault } from './controllers.ts';
import { personIn } from './group-acts.ts';

export const saveOffice: Act = {
  name: 'office/saved',
  right: 'trustwrite',
  target: 'nothing',
  async run({ store }, { parameters, at }) {
    const id = required(parameters, 'id');
    const name = required(parameters, 'name').trim();
    if (!/^[a-z0-9-]{1,60}$/.test(id)) {
      throw new WireError('parameter', 'The id of an office is small letters, digits and - only.', {
        reason: 'name-form',
      });
    }
    if (name === '' || name.length > 100) {
      throw new WireError('parameter', 'An office has a name of at most 100 characters.', {
        reason: 'too-long',
        values: { most: 100 },
      });
    }
    if ((await store.offices.all()).some((other) => other.name === name && other.id !== id)) {
      throw new WireError('parameter', `There is an office '${name}' already.`, {
        reason: 'name-taken',
        values: { name },
      });
    }
    await store.offices.put({ id, name }, at.toISOString());
    return { value: true, audit: { office: id, info: name } };
  },
};

export const removeOffice: Act = {
  name: 'office/removed',
  right: 'trustwrite',
  target: 'nothing',
  async run({ store }, { parameters }) {
    const id = required(parameters, 'id');
    await mustBeEmpty(store, id);
    if (!(await store.offices.remove(id))) throw notFound('office');
    for (const station of await store.stations.all()) {
      if (station.office === id) await store.stations.setOffice(station.id, null);
    }
    return { value: true, audit: { office: id } };
  },
};

/** What lies in an office that is gone could be taken from its shelf by nobody, and what is on its way could not arrive. */
async function mustBeEmpty(store: Store, id: string): Promise<void> {
  const lying = (await store.rollout.tokens()).filter(({ office }) => office === id);
  const count = lying.reduce((total, some) => total + some.count, 0);
  if (count > 0) {
    throw new WireError(
      'parameter',
      `${count} tokens lie in this office: send them to another one or count them first.`,
      { reason: 'office-holds-tokens', values: { count } },
    );
  }
  for (const { id: shipment, from, to, state } of await store.shipments.all()) {
    if (state === 'received' || (from !== id && to !== id)) continue;
    const tokens = await store.shipments.tokens(shipment);
    if (!tokens.some(({ outcome }) => outcome === 'on its way')) continue;
    throw new WireError(
      'parameter',
      `A shipment from '${from}' to '${to}' is on its way: it has to arrive, or be given up, first.`,
      { reason: 'office-awaits-box', values: { from, to } },
    );
  }
}

/** A station stands in an office from now on, or in none: whoever signs in there has to have a say in it. */
export const placeStation: Act = {
  name: 'station/office',
  right: 'trustwrite',
  target: 'nothing',
  async run({ store }, { parameters }) {
    const station = required(parameters, 'station');
    const office = parameters.office || null;
    if ((await store.stations.find(station)) === undefined) throw notFound('station');
    if (office !== null && (await store.offices.find(office)) === undefined) throw notFound('office');
    await store.stations.setOffice(station, office);
    return { value: true, audit: { station, office: office ?? '' } };
  },
};

/** Somebody controls trust in an office: for good, or lent for some days by somebody who does so there for good. */
export const addController: Act = {
  name: 'controller/added',
  right: 'trustwrite',
  target: 'nothing',
  async run({ store }, { parameters, at }) {
    const office = required(parameters, 'id');
    if ((await store.offices.find(office)) === undefined) throw notFound('office');
    const person = await personIn(store, parameters);
    const loan = await loanOf(store, parameters, { office, to: person.id, at });
    const same = (await store.offices.controllers()).some(
      ({ officeId, personId, firstDay }) => officeId === office && personId === person.id && firstDay === null,
    );
    if (same && loan.firstDay === null) {
      throw new WireError('parameter', `${person.username} controls trust there already.`, {
        reason: 'controls-already',
        values: { name: person.username },
      });
    }
    const id = await store.offices.addController({ officeId: office, personId: person.id, ...loan });
    const days = loan.firstDay === null ? {} : { from: loan.firstDay, to: loan.lastDay ?? '' };
    return { value: id, audit: { office, controller: person.username, ...days } };
  },
};

type Loan = { readonly lentBy: number | null; readonly firstDay: string | null; readonly lastDay: string | null };

async function loanOf(
  store: Parameters<typeof personIn>[0],
  parameters: Parameters<typeof personIn>[1],
  { office, to, at }: { readonly office: string; readonly to: number; readonly at: Date },
): Promise<Loan> {
  const { lent_by: lender, first_day: firstDay, last_day: lastDay } = parameters;
  if (!lender && !firstDay && !lastDay) return { lentBy: null, firstDay: null, lastDay: null };
  const from = await findPerson(store.people, required(parameters, 'lent_by'), parameters.realm);
  if (from === undefined) throw unknownPerson();
  const days = { firstDay: dayOf(firstDay), lastDay: dayOf(lastDay) };
  const fault = delegationFault({ from: `${from.id}`, to: `${to}`, ...days, revokedAt: null }, isoDay(at));
  if (fault !== undefined)
    throw new WireError('parameter', `This cannot be lent: ${fault}.`, { reason: lendReasons[fault] });
  const cannot = await lenderFault(store, from.id, office, isoDay(at));
  if (cannot !== undefined)
    throw new WireError('parameter', `This cannot be lent: ${lenderWords[cannot]}.`, { reason: lendReasons[cannot] });
  return { lentBy: from.id, ...days };
}

const lendReasons = {
  'to oneself': 'lend-to-oneself',
  'ends before it begins': 'lend-reversed',
  'in the past': 'lend-past',
  'too long': 'lend-too-long',
  'not theirs': 'lend-not-theirs',
  'lent to them': 'lend-lent',
} as const;

const lenderWords = {
  'not theirs': 'the lender does not control trust in this office',
  'lent to them': 'it is only lent to the lender, and what is lent cannot be lent on',
};

function dayOf(text: string | undefined): string {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new WireError('parameter', 'A day is written like 2026-07-01.');
  }
  return text;
}

function isoDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

export const endController: Act = {
  name: 'controller/ended',
  right: 'trustwrite',
  target: 'nothing',
  async run({ store }, { parameters, at }) {
    const id = wholeNumber(required(parameters, 'controller'), 0, 1, 999_999_999);
    if (!(await store.offices.endController(id, at.toISOString()))) throw notFound('controller');
    return { value: true, audit: { office: parameters.id ?? '', controller: id } };
  },
};
