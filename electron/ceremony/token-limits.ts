import type { Failure } from '../../domain/failure.ts';
import type { Holder } from '../../domain/holder.ts';
import { ask, compilePolicies } from '../../domain/policy/compile.ts';
import { policyFromWire } from '../../domain/policy/policy-from-wire.ts';
import { checkUserLimits } from '../../domain/policy/token-limit.ts';
import { type CredentialType, credentialSerial, type SlotNumber, type TokenSerial } from '../../domain/token.ts';
import type { Vault } from '../vault/database.ts';
import { heldBy } from '../vault/server-tokens.ts';
import { readPolicies } from '../vault/snapshot.ts';
import { tokensOfHolder } from '../vault/tokens.ts';

/**
 * Whether the person may have one more token by the limits per user that were pulled last: before anything is written,
 * and without the network. Where the desk is asked from, by which resolver the person came and what conditions look at
 * is not known here, so policies that name any of it count as well.
 */
export function overLimit(
  vault: Vault,
  holder: Holder,
  token: { readonly serial: TokenSerial; readonly slot: SlotNumber; readonly type: CredentialType },
  at: Date,
  replaces?: TokenSerial | undefined,
): Failure | undefined {
  const policies = readPolicies(vault)
    .map((wire) => policyFromWire(String(wire.name), wire))
    .flatMap(({ policy, problems }) => (problems.length === 0 ? [policy] : []));
  if (policies.length === 0) return undefined;
  // What is replaced is given up for it, so it does not count.
  const pulled = heldBy(vault, holder.realm, holder.username).filter(({ token }) => !replaces || token !== replaces);
  const known = new Set(pulled.map(({ serial }) => serial));
  const own = tokensOfHolder(vault, holder.realm, holder.username)
    .filter(({ credential, serial }) => !known.has(credential) && serial !== replaces)
    .map(({ credential }) => ({
      serial: credential,
      type: credential.startsWith('UBAM') ? 'yubikey' : 'hotp',
      active: true,
    }));
  const asked = ask(compilePolicies(policies), {
    realm: holder.realm,
    user: holder.username,
    at,
    facts: 'any',
  });
  const serial = credentialSerial(token.serial, token.slot, token.type);
  const refusal = checkUserLimits(asked, [...pulled, ...own], { serial, type: token.type });
  return refusal && { code: 'token/limit', context: { limit: refusal.limit, policies: refusal.policies.join(', ') } };
}
