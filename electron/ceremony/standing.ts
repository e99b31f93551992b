import { holderName } from '../../domain/holder.ts';
import type { SlotNumber, TokenSeen, TokenSerial, TokenStanding } from '../../domain/token.ts';
import type { Vault } from '../vault/database.ts';
import { readHolder } from '../vault/holders.ts';
import { quarantinedSlots, writtenSlots } from '../vault/issuances.ts';
import { isNewlyWritten } from '../vault/outbox.ts';
import { credentialsOn, type ServerToken } from '../vault/server-tokens.ts';
import { readEnrolment } from '../vault/station.ts';
import { stockOf } from '../vault/stock.ts';
import { type DeskToken, readToken } from '../vault/tokens.ts';
import type { CeremonyParts } from './parts.ts';
import { isWithinReach } from './reach.ts';

type Parts = Pick<CeremonyParts, 'vault' | 'controller' | 'now'>;

/**
 * What this desk knows of a plugged-in token, from its own vault first and then from what it pulled. Of somebody whom
 * whoever is at the desk has no say about only the office is told.
 */
export function tokenStanding(parts: Parts, seen: TokenSeen): TokenStanding {
  const { vault } = parts;
  const { serial } = seen;
  if (serial === undefined) return { kind: 'no serial' };
  const own = readToken(vault, serial);
  const quarantined = quarantinedSlots(vault, serial);
  if (seen.practice) return quarantined.length > 0 ? { kind: 'quarantined', slots: quarantined } : { kind: 'ready' };
  const credentials = credentialsOn(vault, serial);
  const holder = holderOf(parts, own, credentials);
  if (holder !== undefined) return { kind: 'issued', holder };
  const here = withdrawnHere(own);
  if (here !== undefined) return { kind: 'unavailable', state: here };
  // The server suspends what was in a slot that is quarantined: that must not keep it from being written anew.
  if (quarantined.length > 0) return { kind: 'quarantined', slots: quarantined };
  const state = outOfReach(vault, serial) ?? (isTakenBack(vault, own) ? undefined : withdrawnByServer(credentials));
  if (state !== undefined) return { kind: 'unavailable', state };
  const slots = foreignSlots(vault, seen, serial, credentials);
  return slots.length > 0 ? { kind: 'occupied', slots } : { kind: 'ready' };
}

function holderOf(parts: Parts, own: DeskToken | undefined, credentials: readonly ServerToken[]): string | undefined {
  const issuedHere = own?.state === 'issued' && !own.practice;
  const active = credentials.find((one) => one.active && !one.revoked && one.owner !== undefined)?.owner;
  const owner = issuedHere ? own.holder : active;
  if (owner === undefined) return issuedHere ? '' : undefined;
  const person = readHolder(parts.vault, owner.realm, owner.username);
  if (person !== undefined && !isWithinReach(parts, person)) return person.office;
  if (issuedHere) return own.holder?.name ?? '';
  return person === undefined ? owner.username : holderName(person);
}

function withdrawnHere(own: DeskToken | undefined) {
  const state = own?.state;
  const withdrawn =
    state === 'suspended' || state === 'lost' || state === 'revoked' || state === 'scrapped' || state === 'in transit';
  return withdrawn ? state : undefined;
}

/** States in which the server refuses an issuance until somebody has had the token in hand again; this desk's newer word counts. */
function outOfReach(vault: Vault, serial: TokenSerial) {
  if (readToken(vault, serial)?.state === 'returned' || isNewlyWritten(vault, serial)) return undefined;
  const state = stockOf(vault, serial)?.state;
  return state === 'lost' || state === 'revoked' || state === 'in transit' || state === 'scrapped' ? state : undefined;
}

/** At a privacyIDEA server what was taken back here is written anew for somebody by the ceremony itself. */
function isTakenBack(vault: Vault, own: DeskToken | undefined): boolean {
  return own?.state === 'returned' && readEnrolment(vault)?.kind === 'privacyidea';
}

function withdrawnByServer(credentials: readonly ServerToken[]) {
  if (credentials.some((one) => one.revoked)) return 'revoked';
  return credentials.some((one) => one.owner !== undefined) ? 'suspended' : undefined;
}

/** Configured slots that neither this desk wrote nor the server knows by their credential's name (`..._1`, `..._2`). */
function foreignSlots(
  vault: Vault,
  seen: TokenSeen,
  serial: TokenSerial,
  credentials: readonly ServerToken[],
): readonly SlotNumber[] {
  const ours = new Set(writtenSlots(vault, serial));
  return ([1, 2] as const).filter(
    (slot) =>
      seen.slots[slot].configured && !ours.has(slot) && !credentials.some((one) => one.serial.endsWith(`_${slot}`)),
  );
}
