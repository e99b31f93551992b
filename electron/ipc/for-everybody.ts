import { accountChannels } from '../../domain/contract/administration/accounts.ts';
import { administratorChannels } from '../../domain/contract/administration/administrators.ts';
import { auditChannels } from '../../domain/contract/administration/audit.ts';
import { importChannels } from '../../domain/contract/administration/imports.ts';
import { messagingChannels } from '../../domain/contract/administration/messaging.ts';
import { policyChannels } from '../../domain/contract/administration/policies.ts';
import { realmChannels } from '../../domain/contract/administration/realms.ts';
import { sessionChannels } from '../../domain/contract/administration/session.ts';
import { trustChannels } from '../../domain/contract/administration/trust.ts';
import { decidedConflictChannels } from '../../domain/contract/conflicts.ts';
import type { Channel } from '../../domain/contract/ipc.ts';
import { pairingChannels } from '../../domain/contract/pairing.ts';
import { queueChannels } from '../../domain/contract/rollout.ts';

/**
 * What is answered while nobody is signed in at the desk: what signing in needs, and what an administrator is asked for
 * a session of their own for. Whatever is not named here is refused then.
 */
const forEverybody: ReadonlySet<string> = new Set([
  ...['app/state', 'app/set-settings', 'vault/create', 'vault/unlock', 'vault/lock', 'vault/salvage', 'station/enrol'],
  ...['sync/state', 'sync/send-now'],
  ...['controllers/list', 'controllers/sign-in', 'controllers/lock', 'controllers/sign-out', 'controllers/stay'],
  ...['practice/tokens', 'practice/plug-in', 'practice/pull-out', 'practice/touch'],
  ...[pairingChannels, sessionChannels, policyChannels, realmChannels, trustChannels, auditChannels].flatMap(named),
  ...named(queueChannels),
  ...[importChannels, accountChannels, administratorChannels, messagingChannels, decidedConflictChannels].flatMap(
    named,
  ),
]);

export function isForEverybody(channel: Channel): boolean {
  return forEverybody.has(channel);
}

function named(channels: object): readonly string[] {
  return Object.keys(channels).filter((name) => !name.startsWith('records/'));
}
