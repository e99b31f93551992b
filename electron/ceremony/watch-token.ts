import type { Ceremony } from '../../domain/ceremony.ts';
import type { FailureCode } from '../../domain/failure.ts';
import { openCeremony } from '../vault/ceremonies.ts';
import { advance } from './advance.ts';
import type { CeremonyParts } from './parts.ts';
import { tokenMissing } from './token-at-hand.ts';

const ofPresence: readonly FailureCode[] = ['device/unplugged', 'token/swapped', 'token/not-here'];
/** What was said of a write stays on the screen until the next write, whatever is plugged in meanwhile. */
const ofWriting: readonly FailureCode[] = ['token/write-unknown', 'token/write-refused', 'token/access-code'];

/** Tells the open ceremony that its token left, came back, or that another one is in its place. */
export function watchToken(parts: CeremonyParts): void {
  const ceremony = openCeremony(parts.vault);
  if (ceremony?.token === undefined || ceremony.outcome !== undefined) return;
  const failure = problemNow(parts, ceremony);
  const before = ceremony.problem;
  if (before?.code === failure?.code && before?.context.seen === failure?.context.seen) return;
  if (failure === undefined && (before === undefined || !ofPresence.includes(before.code))) return;
  if (failure?.code === 'device/unplugged' && before !== undefined && ofWriting.includes(before.code)) return;
  advance(
    parts,
    { kind: 'token changed', failure },
    { action: failure === undefined ? 'token/back' : 'token/gone', subject: ceremony.token.serial },
    { atAnyCost: true },
  );
}

/** Once it is proven the token may be in the person's hand: then only another one in its place is wrong. */
function problemNow(parts: CeremonyParts, ceremony: Ceremony) {
  const missing = tokenMissing(parts.ports, ceremony);
  const proven = ceremony.step === 'pin' || ceremony.step === 'hand over';
  return proven && missing?.code === 'device/unplugged' ? undefined : missing;
}
