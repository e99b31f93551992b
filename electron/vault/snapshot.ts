import { z } from 'zod';
import type { Snapshot } from '../../domain/contract/station.ts';
import type { TokenSerial, TokenState } from '../../domain/token.ts';
import type { Vault } from './database.ts';
import { replaceHolders } from './holders.ts';
import { readMeta, writeMeta } from './meta.ts';
import { allDelivered } from './outbox.ts';
import { credentialsOn, replaceServerTokens } from './server-tokens.ts';
import { settleToken } from './tokens.ts';

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

/** The policies that bear on issuing, as the server's wire lists them. */
export function readPolicies(vault: Vault): Snapshot['policies'] {
  return z.array(z.record(z.string(), z.unknown())).safeParse(readMeta(vault, 'policies')).data ?? [];
}

/** Takes over what the server sent, whole, inside one transaction of the caller. */
export function applySnapshot(
  vault: Vault,
  snapshot: Omit<Snapshot, 'guidelines'> & Partial<Pick<Snapshot, 'guidelines'>>,
  etag: string,
  at: string,
): void {
  replaceHolders(vault, snapshot.people);
  replaceServerTokens(vault, snapshot.tokens);
  if (snapshot.guidelines !== undefined) writeMeta(vault, 'guidelines', snapshot.guidelines);
  writeMeta(vault, 'controllers', snapshot.controllers);
  writeMeta(vault, 'policies', snapshot.policies);
  confirmSnapshot(vault, etag, snapshot.version, at);
}

/**
 * What was pulled is how the server stands now. That can mean news even when it is what was pulled before: a token that
 * was issued here meanwhile may have been withdrawn there. True when a token's state changed.
 */
export function confirmSnapshot(vault: Vault, etag: string, version: string, at: string): boolean {
  writeMeta(vault, 'snapshot', { etag, version, pulledAt: at });
  return settleIssued(vault, at);
}

/** Tokens issued here whose records the server has: from now on its word counts (withdrawn, suspended, lost). */
function settleIssued(vault: Vault, at: string): boolean {
  let changed = false;
  const issued = vault.db
    .prepare<[], { serial: string; state: string }>(
      `SELECT serial, state FROM tokens WHERE practice = 0 AND state IN ('issued', 'suspended', 'revoked')`,
    )
    .all();
  for (const { serial, state } of issued) {
    if (!allDelivered(vault, serial)) continue;
    const settled = stateByServer(vault, serial as TokenSerial);
    if (settled === state) continue;
    settleToken(vault, serial as TokenSerial, settled, at);
    changed = true;
  }
  return changed;
}

function stateByServer(vault: Vault, serial: TokenSerial): TokenState {
  const credentials = credentialsOn(vault, serial);
  if (credentials.some((one) => one.owner !== undefined && one.active && !one.revoked)) return 'issued';
  if (credentials.some((one) => one.revoked)) return 'revoked';
  return credentials.some((one) => one.owner !== undefined) ? 'suspended' : 'in stock';
}
