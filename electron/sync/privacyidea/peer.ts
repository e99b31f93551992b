import type { PrivacyideaEnrolment } from '../../vault/station.ts';
import type { SyncParts } from '../parts.ts';
import type { Peer } from '../peer.ts';
import { openAccount } from './account.ts';
import { deliverTokens } from './deliver-tokens.ts';
import { pullLists } from './pull-lists.ts';

/** A privacyIDEA server as sync works with it. */
export function privacyideaPeer(parts: SyncParts, enrolment: PrivacyideaEnrolment): Peer {
  const account = openAccount(parts, enrolment);
  return {
    deliver: (options) => deliverTokens(parts, account, options),
    pull: () => pullLists(parts, account),
    close: () => account.close(),
    pause: 5,
    tellsEffects: false,
  };
}
