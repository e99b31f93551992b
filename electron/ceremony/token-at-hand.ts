import type { Ceremony } from '../../domain/ceremony.ts';
import { type Failure, KeydeskError } from '../../domain/failure.ts';
import type { TokenSeen } from '../../domain/token.ts';
import type { Ports } from '../../native/ports.ts';

export function tokensIn(ports: Ports): readonly TokenSeen[] {
  return ports.list().flatMap((entry) => ('token' in entry ? [entry.token] : []));
}

/** Why the ceremony's token is not at hand: pulled out, or another one in its place. */
export function tokenMissing(ports: Ports, ceremony: Ceremony): Failure | undefined {
  const expected = ceremony.token?.serial;
  if (expected === undefined) return undefined;
  const tokens = tokensIn(ports);
  if (tokens.some((token) => token.serial === expected)) return undefined;
  const [other] = tokens;
  return other === undefined
    ? { code: 'device/unplugged', context: { serial: expected } }
    : { code: 'token/swapped', context: { expected, seen: other.serial ?? '' } };
}

/** The token the ceremony is about, or why it cannot be used now. */
export function tokenAtHand(ports: Ports, ceremony: Ceremony): TokenSeen {
  const missing = tokenMissing(ports, ceremony);
  if (missing?.code === 'token/swapped') throw new KeydeskError(missing.code, missing.context);
  const token = tokensIn(ports).find((one) => one.serial === ceremony.token?.serial);
  if (token === undefined) throw new KeydeskError('token/not-here', { serial: ceremony.token?.serial ?? '' });
  return token;
}
