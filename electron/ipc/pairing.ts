import type { SyncState } from '../../domain/contract/ipc.ts';
import { lookAtCertificate } from '../sync/privacyidea/certificate.ts';
import { allowReplacement, giveUp } from '../sync/privacyidea/decide.ts';
import { pair } from '../sync/privacyidea/pair.ts';
import { readEnrolment } from '../vault/station.ts';
import { keepStationFile } from '../vault/station-file.ts';
import type { DeskContext, Handlers } from './context.ts';

type Channels = 'pairing/look' | 'pairing/pair' | 'records/replace' | 'records/give-up';

/** This station's place with a privacyIDEA server, and what a person decides about what that server refused. */
export function pairingHandlers(desk: DeskContext): Handlers<Channels> {
  return {
    'pairing/look': async ({ address, authority }) => {
      const { ca, ...shown } = await lookAtCertificate(address, authority, desk.open().syncParts.limits);
      return shown;
    },
    'pairing/pair': async (wanted) => {
      const { sync } = desk.open();
      await desk.inTurn(async () => {
        const { syncParts } = desk.open();
        const again = readEnrolment(syncParts.vault) !== undefined && isUnaccepted(sync.state());
        await pair(syncParts, { ...wanted, name: wanted.name.trim(), account: wanted.account.trim() }, again);
        keepStationFile(syncParts.vault, syncParts.station.publicKey);
      });
      desk.appChanged();
      await sync.sendNow();
    },
    'records/replace': async ({ id }) => {
      const { syncParts, sync } = desk.open();
      allowReplacement(syncParts, id, desk.settings().controller);
      await sync.sendNow();
    },
    'records/give-up': ({ id, reason }) => {
      const { syncParts } = desk.open();
      giveUp(syncParts, id, desk.settings().controller, reason.trim());
      desk.emit('data/changed', undefined);
      desk.tokensChanged();
    },
  };
}

/** Whether the account or the certificate of the server is no longer what this station was paired with. */
function isUnaccepted({ problem }: SyncState): boolean {
  return problem?.code === 'sync/account' || problem?.code === 'sync/certificate';
}
