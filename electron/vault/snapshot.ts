import { z } from 'zod';
import { type RolloutFacts, rolloutFacts } from '../../domain/contract/rollout.ts';
import { type Snapshot, snapshot } from '../../domain/contract/station.ts';
import type { TokenSerial, TokenState } from '../../domain/token.ts';
import { standingOn } from '../../domain/trust/delegation.ts';
import { replaceConflicts } from './conflicts.ts';
import type { Vault } from './database.ts';
import { forgetDeadCredentials } from './desk-controllers.ts';
import { replaceHolders } from './holders.ts';
import { forgetParts } from './known-parts.ts';
import { readMeta, writeMeta } from './meta.ts';
import { moveWaitingStock } from './move-stock.ts';
import { isNewlyWritten } from './outbox.ts';
import { leaveQueueServed, replaceQueue } from './queue.ts';
import { endServerTokens, replaceServerTokens } from './server-tokens.ts';
import { settleTokens } from './settle.ts';
import { replaceShipments } from './shipments.ts';
import { replaceStock } from './stock.ts';

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
  forgetParts(vault);
  replaceHolders(vault, pulledNow.people);
  replaceServerTokens(vault, pulledNow.tokens);
  replaceStock(vault, pulledNow.stock);
  replaceShipments(vault, pulledNow.shipments);
  replaceConflicts(vault, pulledNow.conflicts, at);
  if (pulledNow.guidelines !== undefined) writeMeta(vault, 'guidelines', pulledNow.guidelines);
  writeMeta(vault, 'controllers', pulledNow.controllers);
  writeMeta(vault, 'trust', pulledNow.trust);
  writeMeta(vault, 'offices', pulledNow.offices);
  writeMeta(vault, 'station-office', pulledNow.stationOffice);
  writeMeta(vault, 'policies', pulledNow.policies);
  writeMeta(vault, 'rollout', pulledNow.rollout);
  replaceQueue(vault, pulledNow.queue);
  holdLocalWord(vault);
  forgetDeadCredentials(vault);
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

/** Every part that was changed here is asked for the next time: the server disputed what was made of it. */
export function distrustSnapshot(vault: Vault): void {
  const last = pulledSnapshot(vault);
  if (last !== undefined) writeMeta(vault, 'snapshot', { ...last, etag: '' });
}

/** What was pulled is older than what was done here and is still on its way: that holds. */
export function holdLocalWord(vault: Vault): void {
  moveWaitingStock(vault);
  keepWaitingEnds(vault);
  leaveQueueServed(vault);
}

function keepWaitingEnds(vault: Vault): void {
  const ended = vault.db
    .prepare<[], { serial: TokenSerial; state: TokenState }>(
      `SELECT DISTINCT t.serial, t.state FROM outbox o JOIN records r ON r.id = o.record JOIN tokens t ON t.serial = r.token
       WHERE o.state IN ('waiting', 'refused') AND o.state = 'waiting' AND t.practice = 0
         AND t.state IN ('revoked', 'returned', 'lost', 'scrapped', 'in stock')`,
    )
    .all();
  for (const { serial, state } of ended) {
    if (state === 'in stock' && !isNewlyWritten(vault, serial)) continue;
    endServerTokens(vault, serial, state === 'lost' ? 'revoked' : 'ended');
  }
}
