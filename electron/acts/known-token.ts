import { KeydeskError } from '../../domain/failure.ts';
import { type Holder, holderName } from '../../domain/holder.ts';
import type { TokenSerial, TokenState } from '../../domain/token.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { isWithinReach } from '../ceremony/reach.ts';
import { tokensIn } from '../ceremony/token-at-hand.ts';
import { openCeremony } from '../vault/ceremonies.ts';
import type { Vault } from '../vault/database.ts';
import { readHolder } from '../vault/holders.ts';
import { credentialsOn } from '../vault/server-tokens.ts';
import { stockOf } from '../vault/stock.ts';
import { readToken } from '../vault/tokens.ts';
import { isAtPrivacyidea } from './controller.ts';

/** A token as this desk knows it: whose it is, and whether it lies here. */
export interface KnownToken {
  readonly serial: TokenSerial;
  readonly model: string;
  readonly state: TokenState | undefined;
  /** In the port now: its serial was read from it. */
  readonly isHere: boolean;
  readonly holder: Holder | undefined;
  /** Whose a lost token was, by name. */
  readonly was: string;
  /** The office of whoever that was. */
  readonly wasOf: string;
  /** The account of whoever that was. */
  readonly wasOwner: Pick<Holder, 'realm' | 'username'> | undefined;
}

export function knownToken({ vault, ports }: CeremonyParts, serial: TokenSerial): KnownToken {
  const own = readToken(vault, serial);
  const here = tokensIn(ports).find((seen) => seen.serial === serial && !seen.practice);
  const holder = holderOf(vault, serial);
  return {
    serial,
    model: here?.model ?? own?.model ?? stockOf(vault, serial)?.model ?? '',
    state:
      own?.practice === false ? own.state : (stockOf(vault, serial)?.state ?? (holder && heldState(vault, serial))),
    isHere: here !== undefined,
    holder,
    ...formerly(vault, serial),
  };
}

/** Of a token that only the server told of. */
function heldState(vault: Vault, serial: TokenSerial): TokenState {
  const active = credentialsOn(vault, serial).some((one) => one.active && !one.revoked && one.owner !== undefined);
  return active ? 'issued' : 'suspended';
}

/** At a privacyIDEA server a lost token stays its owner's, disabled, until it is withdrawn from them. */
export function withLostOwner(parts: CeremonyParts, serial: TokenSerial): KnownToken {
  const known = knownToken(parts, serial);
  const isLost = known.state === 'lost' && isAtPrivacyidea(parts);
  if (known.holder !== undefined || known.wasOwner === undefined || !isLost) return known;
  const { realm, username } = known.wasOwner;
  return { ...known, holder: readHolder(parts.vault, realm, username) };
}

/** By this desk's own hand first, then by what was pulled; somebody who has left is known by name only. */
function holderOf(vault: Vault, serial: TokenSerial): Holder | undefined {
  const own = readToken(vault, serial);
  const issued = own?.state === 'issued' && !own.practice ? own.holder : undefined;
  const owner = issued ?? credentialsOn(vault, serial).find((one) => one.owner !== undefined && !one.revoked)?.owner;
  if (owner === undefined) return undefined;
  const { realm, username } = owner;
  const gone = { realm, username, userId: '', givenName: '', surname: issued?.name ?? '', email: '', office: '' };
  return readHolder(vault, realm, username) ?? gone;
}

function formerly(vault: Vault, serial: TokenSerial): Pick<KnownToken, 'was' | 'wasOf' | 'wasOwner'> {
  const own = readToken(vault, serial);
  const last = own?.state === 'lost' ? own.holder : undefined;
  const owner = last ?? credentialsOn(vault, serial).find((one) => one.owner !== undefined && one.revoked)?.owner;
  if (owner === undefined) return { was: '', wasOf: '', wasOwner: undefined };
  const person = readHolder(vault, owner.realm, owner.username);
  if (person === undefined) return { was: last?.name ?? owner.username, wasOf: '', wasOwner: owner };
  return { was: holderName(person), wasOf: person.office, wasOwner: person };
}

/** A token as it is shown: of somebody whom whoever is at the desk has no say about only the office is told. */
export function shownToken(parts: CeremonyParts, serial: TokenSerial): KnownToken & { readonly isHeldBack: boolean } {
  const known = knownToken(parts, serial);
  const { holder, was, wasOf } = known;
  const isHeldBack = holder !== undefined && !isWithinReach(parts, holder);
  const { office = '' } = holder ?? {};
  const nameless = { realm: '', username: '', userId: '', givenName: '', surname: office, email: '', office };
  return {
    ...known,
    holder: isHeldBack ? nameless : holder,
    was: isWithinReach(parts, { office: wasOf }) ? was : wasOf,
    isHeldBack,
  };
}

/** What a ceremony is at work on is not dealt with beside it. */
export function mustBeFree({ vault }: CeremonyParts, serial: TokenSerial): void {
  const open = openCeremony(vault);
  if (open?.token?.serial === serial && open.outcome === undefined) {
    throw new KeydeskError('ceremony/not-now', { step: open.step });
  }
}
