import { KeydeskError } from '../../domain/failure.ts';
import { type Holder, holderName } from '../../domain/holder.ts';
import { isOneself } from '../../domain/trust/oneself.ts';
import { mayActFor, officeOf } from '../../domain/trust/own-office.ts';
import { officesOfHolders, readHolder } from '../vault/holders.ts';
import { readOffices, readTrust } from '../vault/snapshot.ts';
import { readEnrolment } from '../vault/station.ts';
import type { CeremonyParts } from './parts.ts';

type Parts = Pick<CeremonyParts, 'vault' | 'controller' | 'now'>;

/** Nobody issues to themself, takes their own token back, or helps themselves to a code. */
export function mustBeAnother(
  { vault, controller, now }: Parts,
  holder: Pick<Holder, 'realm' | 'username'> & Partial<Holder>,
): void {
  const name = controller();
  if (name === '' || readEnrolment(vault)?.kind !== 'keydesk') return;
  const person = readTrust(vault, name, now())?.person;
  const known = person ? (readHolder(vault, person.realm, person.username) ?? person) : person;
  if (isOneself(name, known, holder)) throw new KeydeskError('act/oneself', {});
}

/** Whether a controller has a say about somebody: of an own office, or of none that is known. */
export function isWithinReach({ vault, controller, now }: Parts, { office }: Pick<Holder, 'office'>): boolean {
  if (readEnrolment(vault)?.kind !== 'keydesk') return true;
  const trust = readTrust(vault, controller(), now());
  return trust === undefined || mayActFor(trust.controls, office, readOffices(vault));
}

/** The offices, as directories write them, whose people a controller has no say about: lists leave those out. */
export function hiddenOffices(parts: Parts): readonly string[] {
  return officesOfHolders(parts.vault).filter((office) => !isWithinReach(parts, { office }));
}

export function mustBeWithinReach(
  parts: Parts,
  holder: Pick<Holder, 'office' | 'givenName' | 'surname' | 'username'>,
): void {
  if (isWithinReach(parts, holder)) return;
  const office = officeOf(holder.office, readOffices(parts.vault))?.name ?? holder.office;
  throw new KeydeskError('controller/own-office', { name: holderName(holder), office });
}
