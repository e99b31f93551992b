import type { Holder } from '../../../domain/holder.ts';
import type { IssuanceRecord } from '../../../domain/record.ts';
import type { Permission } from '../../../domain/trust/groups.ts';
import { mayActFor, officeOf, reachOf } from '../../../domain/trust/own-office.ts';
import type { Installation } from '../../installation.ts';
import { type Controller, controllersOn, mayIn } from '../../trust/controllers.ts';
import { type Conflict, conflict } from '../conflict.ts';

/** The day by the server's clock, by which rights are judged, whatever a desk's clock says. */
export function dayOf({ now }: Pick<Installation, 'now'>): string {
  return now().toISOString().slice(0, 10);
}

/**
 * Whether the controller has the right when the record arrives. Loans that held on the day the desk tells are named: a
 * right that ended yesterday is told from one that never was.
 */
export async function rightFault(
  installation: Installation,
  { controller: name, recordedAt }: Pick<IssuanceRecord, 'controller' | 'recordedAt'>,
  permission: Permission,
): Promise<Conflict | undefined> {
  const { store } = installation;
  const has = (all: readonly Controller[]) =>
    all.some((one) => one.name === name && one.permissions.includes(permission));
  if (has(await controllersOn(store, dayOf(installation)))) return undefined;
  const heldThen = has(await controllersOn(store, recordedAt.slice(0, 10)));
  const reason = `${name} may not ${permission === 'handle_stock' ? 'handle stock' : 'control trust'}`;
  return conflict('right ended', reason, { held: heldThen ? 'yes' : 'no' });
}

/**
 * Whether the controller has a say about whom a record is about: of an own office, or of none that is known; and in the
 * office that the station stands in, by one of these rights. Somebody who has the right no more was said to before.
 */
export async function reachFault(
  { store }: Installation,
  controller: Controller | undefined,
  { station: id, holder }: { readonly station: string; readonly holder?: Pick<Holder, 'realm' | 'username'> },
  rights: readonly Permission[] = ['control_trust'],
): Promise<Conflict | undefined> {
  if (controller === undefined) return undefined;
  const { name } = controller;
  const stationOffice = (await store.stations.find(id))?.office ?? null;
  if (stationOffice !== null && !mayIn(reachOf(controller, rights), stationOffice)) {
    return conflict('right ended', `${name} may not act in office ${stationOffice}`, { office: stationOffice });
  }
  const person = holder === undefined ? undefined : await store.people.find(holder.realm, holder.username);
  const offices = await store.offices.all();
  if (person === undefined || mayActFor(controller.controls, person.office, offices)) return undefined;
  const office = officeOf(person.office, offices)?.id ?? person.office;
  return conflict('right ended', `${name} may not act for ${person.username}, of office ${office}`, { office });
}
