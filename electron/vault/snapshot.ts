import { z } from 'zod';
import { type RolloutFacts, rolloutFacts } from '../../domain/contract/rollout.ts';
import { type Snapshot, snapshot } from '../../domain/contract/station.ts';
import { holderName } from '../../domain/holder.ts';
import type { TokenSerial, TokenState } from '../../domain/token.ts';
import { standingOn } from '../../domain/trust/delegation.ts';
import { replaceConflicts } from './conflicts.ts';
import type { Vault } from './database.ts';
import { forgetDeadCredentials } from './desk-controllers.ts';
import { readHolder, replaceHolders } from './holders.ts';
import { quarantinedSlots, supersedeQuarantined } from './issuances.ts';
import { readMeta, writeMeta } from './meta.ts';
import { moveWaitingStock } from './move-stock.ts';
import { allDelivered, isNewlyWritten, isWaiting } from './outbox.ts';
import { replaceQueue } from './queue.ts';
import { credentialsOn, endServerTokens, replaceServerTokens } from './server-tokens.ts';
import { replaceShipments } from './shipments.ts';
import { replaceStock, stockOf } from './stock.ts';
import { type DeskToken, settleHolder, settleToken } from './tokens.ts';

const pulled = z.object({ etag: z.string(), version: z.string(), pulledAt: z.string() });
const guidelines = z.object({ version: z.int(), text: z.string() });

/** What was pulled last, if anything was. */
export function pulledSnapshot(vault: Vault): z.infer<typeof pulled> | undefined {
  return pulled.safeParse(readMeta(vault, 'snapshot')).data;
}

export function readGuidelines(vault: Vault): z.infer<typeof guidelines> | undefined {
  return guidelines.safeParse(readMeta(vault, 'guidelines')).data;
}

export function readControllers(vault: Vault): readonly string[] {
  return z.array(z.string()).safeParse(readMeta(vault, 'controllers')).data ?? [];
}

/** What the controller of a name may do now, and where, by what was told: a loan ends by its last day, also while the server is away. */
export function readTrust(vault: Vault, controller: string, now: Date) {
  const known = snapshot.shape.trust.safeParse(readMeta(vault, 'trust')).data ?? [];
  const told = known.find(({ name }) => name === controller);
  const standing = told && standingOn(told, now.toISOString().slice(0, 10));
  return told && standing && { name: told.name, person: told.person, ...standing };
}

/** Everybody who may sign in at a desk: to control trust, or to handle stock. */
export function readTrusted(vault: Vault): readonly string[] {
  const known = snapshot.shape.trust.safeParse(readMeta(vault, 'trust')).data ?? [];
  return known.map(({ name }) => name);
}

export function readOffices(vault: Vault): Snapshot['offices'] {
  return snapshot.shape.offices.safeParse(readMeta(vault, 'offices')).data ?? [];
}

/** The organisation's own words for paper that people take home: who it is, and whom they ask. */
export function readOrganisation(vault: Vault): { readonly sender: string; readonly contact: string } {
  const text = (key: 'sender' | 'contact') => z.string().safeParse(readMeta(vault, key)).data ?? '';
  return { sender: text('sender'), contact: text('contact') };
}

/** The office this station stands in, if the server says one. */
export function readStationOffice(vault: Vault): Snapshot['offices'][number] | undefined {
  const id = readMeta(vault, 'station-office');
  return readOffices(vault).find((office) => office.id === id);
}

/** How far the organisation was with its tokens when this was pulled. */
export function readRollout(vault: Vault): RolloutFacts | undefined {
  return rolloutFacts.safeParse(readMeta(vault, 'rollout')).data;
}

/** The policies that bear on issuing, as the server's wire lists them. */
export function readPolicies(vault: Vault): Snapshot['policies'] {
  return z.array(z.record(z.string(), z.unknown())).safeParse(readMeta(vault, 'policies')).data ?? [];
}

/** What a server that is not ours does not say. */
type Optional = 'guidelines' | 'contact' | 'sender';

/** Takes over what the server sent, whole, inside one transaction of the caller. */
export function applySnapshot(
  vault: Vault,
  pulledNow: Omit<Snapshot, Optional> & Partial<Pick<Snapshot, Optional>>,
  etag: string,
  at: string,
): void {
  replaceHolders(vault, pulledNow.people);
  replaceServerTokens(vault, pulledNow.tokens);
  replaceStock(vault, pulledNow.stock);
  replaceShipments(vault, pulledNow.shipments);
  moveWaitingStock(vault);
  keepWaitingEnds(vault);
  forgetDeadCredentials(vault);
  replaceConflicts(vault, pulledNow.conflicts, at);
  if (pulledNow.guidelines !== undefined) writeMeta(vault, 'guidelines', pulledNow.guidelines);
  writeMeta(vault, 'controllers', pulledNow.controllers);
  writeMeta(vault, 'trust', pulledNow.trust);
  writeMeta(vault, 'offices', pulledNow.offices);
  writeMeta(vault, 'station-office', pulledNow.stationOffice);
  writeMeta(vault, 'policies', pulledNow.policies);
  writeMeta(vault, 'rollout', pulledNow.rollout);
  replaceQueue(vault, pulledNow.queue);
  writeMeta(vault, 'contact', pulledNow.contact ?? '');
  writeMeta(vault, 'sender', pulledNow.sender ?? '');
  confirmSnapshot(vault, etag, pulledNow.version, at);
}

/**
 * What was pulled is how the server stands now. That can mean news even when it is what was pulled before: a token that
 * was issued here meanwhile may have been withdrawn there. True when a token's state changed.
 */
export function confirmSnapshot(vault: Vault, etag: string, version: string, at: string): boolean {
  writeMeta(vault, 'snapshot', { etag, version, pulledAt: at });
  return settleTokens(vault, at);
}

/** What was pulled is asked for whole the next time: the server disputed what was made of it here. */
export function distrustSnapshot(vault: Vault): void {
  const last = pulledSnapshot(vault);
  if (last !== undefined) writeMeta(vault, 'snapshot', { ...last, etag: '' });
}

/**
 * Tokens whose records the server has: from now on its word counts (withdrawn, suspended, lost). What it disputed counts
 * no more either, but for a loss: such a token stays refused here until somebody brings it.
 */
function settleTokens(vault: Vault, at: string): boolean {
  let changed = false;
  const handled = vault.db
    .prepare<[], { serial: TokenSerial; state: TokenState; holder: string }>(
      `SELECT serial, state, holder_username || '@' || holder_realm AS holder FROM tokens
       WHERE practice = 0 AND state IN ('issued', 'suspended', 'revoked', 'returned', 'lost', 'scrapped', 'in transit',
         'quarantined')`,
    )
    .all();
  for (const { serial, state, holder } of handled) {
    if (state === 'quarantined' && !isPastQuarantine(vault, serial)) continue;
    const done = ['returned', 'revoked', 'scrapped', 'in transit'].includes(state);
    if (done ? isWaiting(vault, serial) : !allDelivered(vault, serial)) continue;
    const settled = stateByServer(vault, serial);
    const owner = settled === 'issued' ? ownerOf(vault, serial) : undefined;
    const isAnothers = owner !== undefined && `${owner.username}@${owner.realm}` !== holder;
    // Who has it may have changed where the state has not: it was given to somebody else.
    if (isAnothers) settleHolder(vault, serial, owner);
    changed ||= isAnothers;
    if (state === 'quarantined') releaseSlots(vault, serial, at);
    if (settled === state) continue;
    settleToken(vault, serial, settled, at);
    changed = true;
  }
  return changed;
}

/** The server has heard of the quarantine, and of something later than that: the token went on elsewhere. */
function isPastQuarantine(vault: Vault, serial: TokenSerial): boolean {
  const stocked = stockOf(vault, serial)?.state;
  return stocked !== undefined && stocked !== 'quarantined';
}

/** A slot that nobody knew is known again where it was written anew elsewhere: its credential logs in. */
function releaseSlots(vault: Vault, serial: TokenSerial, at: string): void {
  const live = credentialsOn(vault, serial).filter(({ active, revoked }) => active && !revoked);
  for (const slot of quarantinedSlots(vault, serial)) {
    if (live.some((one) => one.serial.endsWith(`_${slot}`))) supersedeQuarantined(vault, serial, slot, at);
  }
}

/** Where a token is by the server's stock, when nobody can log in with it. */
const away: readonly TokenState[] = ['lost', 'returned', 'revoked', 'scrapped', 'in transit'];

function stateByServer(vault: Vault, serial: TokenSerial): TokenState {
  const credentials = credentialsOn(vault, serial);
  if (credentials.some((one) => one.owner !== undefined && one.active && !one.revoked)) return 'issued';
  const stocked = stockOf(vault, serial)?.state;
  if (stocked !== undefined && away.includes(stocked)) return stocked;
  if (credentials.some((one) => one.revoked)) return 'revoked';
  return credentials.some((one) => one.owner !== undefined) ? 'suspended' : 'in stock';
}

function ownerOf(vault: Vault, serial: TokenSerial): DeskToken['holder'] {
  const owner = credentialsOn(vault, serial).find((one) => one.owner !== undefined && !one.revoked)?.owner;
  if (owner === undefined) return undefined;
  const person = readHolder(vault, owner.realm, owner.username);
  return { ...owner, name: person === undefined ? owner.username : holderName(person) };
}

/** What was pulled is older than what was done here and is still on its way: that holds. */
function keepWaitingEnds(vault: Vault): void {
  const ended = vault.db
    .prepare<[], { serial: TokenSerial; state: TokenState }>(
      `SELECT serial, state FROM tokens WHERE practice = 0
         AND state IN ('revoked', 'returned', 'lost', 'scrapped', 'in stock')`,
    )
    .all();
  for (const { serial, state } of ended) {
    const waits = state === 'in stock' ? isNewlyWritten(vault, serial) : isWaiting(vault, serial);
    if (waits) endServerTokens(vault, serial, state === 'lost' ? 'revoked' : 'ended');
  }
}
