import type { IssuanceRecord } from '../../../domain/record.ts';
import type { Permission } from '../../../domain/trust/groups.ts';
import type { Installation } from '../../installation.ts';
import { type Controller, controllersOn } from '../../trust/controllers.ts';
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
