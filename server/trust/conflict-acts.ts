import type { ConflictRow } from '../../domain/contract/conflict.ts';
import { type ConflictChoice, choiceFault, conflictChoices } from '../../domain/trust/conflicts.ts';
import type { Act } from '../act/perform.ts';
import { closeSecrets, type OpenedSecrets, openSecrets } from '../station/open-secrets.ts';
import { disputedIncoming, settleConflict, standing, takingFault } from '../station/settle-conflict.ts';
import { StationError } from '../station/station-error.ts';
import type { StoredConflict } from '../store/conflicts.ts';
import type { Person } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { required } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';

const mostDecidedTold = 500;
/** How long a decision is still told. */
const toldForMs = 90 * 86_400_000;

/** What waits for a decision, and what was decided lately, as desks and administrators are told. */
export async function toldConflicts(store: Store, now: Date): Promise<readonly ConflictRow[]> {
  const found = await store.conflicts.since(new Date(now.getTime() - toldForMs).toISOString(), mostDecidedTold);
  if (found.length === 0) return [];
  const names = new Map((await store.stations.all()).map(({ id, name }) => [id, name]));
  const rows: ConflictRow[] = [];
  for (const one of found) {
    const { holder } = one.said;
    const person = holder && (await store.people.find(holder.realm, holder.username));
    rows.push(told(one, names.get(one.station) ?? '', person));
  }
  return rows;
}

function told(one: StoredConflict, stationName: string, person: Person | undefined): ConflictRow {
  const { record, kind, station, otherStation, said, facts, raisedAt, choice } = one;
  const { what = '', about = 'act', controller = '', recordedAt = '', token = '', holder } = said;
  const name = person && `${person.givenName} ${person.surname}`.trim();
  return {
    record,
    kind,
    station,
    stationName,
    otherStation,
    what,
    about,
    controller,
    recordedAt,
    raisedAt,
    token,
    holder: holder === undefined ? null : { ...holder, name: name || holder.username },
    facts: { ...facts },
    choice,
    settledBy: one.settledBy ?? '',
    settledAt: one.settledAt ?? '',
  };
}

type Opened = { readonly secrets: OpenedSecrets | undefined };

/** `POST /trust/conflicts/<record>`: an administrator decides. The first decision stands. */
export const decideConflict: Act<Opened> = {
  name: 'conflict/decided',
  right: 'trustwrite',
  target: 'nothing',
  async prepare(installation, { parameters }) {
    const later = await disputedIncoming(installation.store, wanted(parameters));
    const secrets = later && (await openSecrets(installation, later.record));
    // It is the same record that could not be opened before.
    if (secrets instanceof StationError) throw new WireError('parameter', `It cannot be taken: ${secrets.message}.`);
    return { secrets };
  },
  async run(installation, { parameters, admin }, _target, { secrets }) {
    const { record, choice } = wanted(parameters);
    const known = await installation.store.conflicts.find(record);
    if (known === undefined) throw notFound('conflict');
    const fault = choiceFault(standing(known), choice, 'administrator');
    if (fault !== undefined) {
      const reason = fault === 'settled already' ? 'conflict-settled' : 'conflict-choice';
      throw new WireError('parameter', `The conflict cannot be settled so: ${fault}.`, { reason });
    }
    const hindrance = secrets === undefined ? undefined : await takingFault(installation, known);
    if (hindrance !== undefined) {
      const reason = hindrance.facts.why === 'not kept' ? 'conflict-not-kept' : 'conflict-moved';
      throw new WireError('parameter', `It cannot be taken: ${hindrance.reason}.`, { reason });
    }
    const settled = { record, choice, by: admin.name, actor: admin.name };
    await settleConflict(installation, settled, secrets);
    return { value: true, audit: { record, choice, kind: known.kind } };
  },
  release: ({ secrets }) => closeSecrets(secrets),
};

function wanted(parameters: Parameters<typeof required>[0]): { record: string; choice: ConflictChoice } {
  const choice = required(parameters, 'choice');
  const known = conflictChoices.find((one) => one === choice);
  if (known === undefined) throw new WireError('parameter', `A choice is one of: ${conflictChoices.join(', ')}.`);
  return { record: required(parameters, 'record'), choice: known };
}
