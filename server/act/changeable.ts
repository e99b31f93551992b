import type { Credential } from '../store/credentials.ts';
import { WireError } from '../wire/wire-error.ts';

/** What was revoked is final: nothing of it changes any more. */
export function assertChangeable(credential: Credential): void {
  if (credential.revoked === 1 || credential.locked === 1) {
    throw new WireError('tokenLocked', 'This action is not possible, since the token is locked');
  }
}
