import { holderName } from '../../domain/holder.ts';
import type { TokenSerial, TokenState } from '../../domain/token.ts';
import type { Vault } from './database.ts';
import { readHolder } from './holders.ts';
import { quarantinedSlots, supersedeQuarantined } from './issuances.ts';
import { allDelivered, isWaiting } from './outbox.ts';
import { credentialsOn, type ServerToken } from './server-tokens.ts';
import { stockOf } from './stock.ts';
import { type DeskToken, settleHolder, settleToken } from './tokens.ts';

/** Tokens of this desk's of which the server says another state, or another holder; what is as it was is passed over. */
const mayBeOtherwise = `
  SELECT serial, state, holder FROM (
    SELECT t.serial, t.state, t.holder_username || '@' || t.holder_realm AS holder,
      CASE
        WHEN EXISTS (SELECT 1 FROM server_tokens c
          WHERE c.token = t.serial AND c.owner_username <> '' AND c.active = 1 AND c.revoked = 0) THEN 'issued'
        WHEN s.state IN ('lost', 'returned', 'revoked', 'scrapped', 'in transit') THEN s.state
        WHEN EXISTS (SELECT 1 FROM server_tokens c WHERE c.token = t.serial AND c.revoked = 1) THEN 'revoked'
        WHEN EXISTS (SELECT 1 FROM server_tokens c WHERE c.token = t.serial AND c.owner_username <> '') THEN 'suspended'
        ELSE 'in stock'
      END AS said,
      EXISTS (SELECT 1 FROM server_tokens c WHERE c.token = t.serial AND c.revoked = 0 AND c.owner_username <> ''
        AND c.owner_username || '@' || c.owner_realm <> t.holder_username || '@' || t.holder_realm) AS others
    FROM tokens t LEFT JOIN stock s ON s.serial = t.serial
    WHERE t.practice = 0 AND t.state IN ('issued', 'suspended', 'revoked', 'returned', 'lost', 'scrapped', 'in transit',
      'quarantined')
  ) WHERE state <> said OR others`;

/**
 * Tokens whose records the server has: from now on its word counts (withdrawn, suspended, lost). What it disputed counts
 * no more either, but for a loss: such a token stays refused here until somebody brings it.
 */
export function settleTokens(vault: Vault, at: string): boolean {
  let changed = false;
  const handled = vault.db
    .prepare<[], { serial: TokenSerial; state: TokenState; holder: string }>(mayBeOtherwise)
    .all();
  for (const { serial, state, holder } of handled) {
    if (state === 'quarantined' && !isPastQuarantine(vault, serial)) continue;
    const done = ['returned', 'revoked', 'scrapped', 'in transit'].includes(state);
    if (done ? isWaiting(vault, serial) : !allDelivered(vault, serial)) continue;
    const settled = stateByServer(vault, serial, state);
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

function stateByServer(vault: Vault, serial: TokenSerial, known: TokenState): TokenState {
  const credentials = credentialsOn(vault, serial);
  if (credentials.some((one) => one.owner !== undefined && one.active && !one.revoked)) return 'issued';
  const stocked = stockOf(vault, serial)?.state;
  if (stocked !== undefined && away.includes(stocked)) return stocked;
  if (stocked === undefined && isStillSo(known, credentials)) return known;
  if (credentials.some((one) => one.revoked)) return 'revoked';
  return credentials.some((one) => one.owner !== undefined) ? 'suspended' : 'in stock';
}

/** A privacyIDEA server only has words for who may log in: what was lost stays disabled there, what was withdrawn is nobody's. */
function isStillSo(known: TokenState, credentials: readonly ServerToken[]): boolean {
  const dead = credentials.length > 0 && credentials.every((one) => !one.active || one.revoked);
  if (known === 'lost') return dead && credentials.some((one) => !one.revoked && one.owner !== undefined);
  return dead && (known === 'returned' || known === 'revoked') && credentials.every((one) => one.revoked || !one.owner);
}

function ownerOf(vault: Vault, serial: TokenSerial): DeskToken['holder'] {
  const owner = credentialsOn(vault, serial).find((one) => one.owner !== undefined && !one.revoked)?.owner;
  if (owner === undefined) return undefined;
  const person = readHolder(vault, owner.realm, owner.username);
  return { ...owner, name: person === undefined ? owner.username : holderName(person) };
}
