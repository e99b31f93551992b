import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { AdministratorLine } from '../administration/administrator-line.tsx';
import { Button } from '../controls/button.tsx';
import { useSpoken } from '../controls/spoken.tsx';
import { useAction } from '../keydesk.ts';
import { SyncLine } from './sync-line.tsx';

interface TopLineProps {
  readonly app: AppState;
  /** A practice ceremony is marked wherever it goes. */
  readonly practice?: boolean;
  /** Back to the sign-in, where nobody is at the desk. */
  readonly onLeave?: (() => void) | undefined;
}

/** Always in sight: whose desk this is, which administrator is signed in, what waits to be sent, and the lock. */
export function TopLine({ app, practice = false, onLeave }: TopLineProps) {
  const { t } = useTranslation();
  const lock = useAction('vault/lock');
  const leave = useAction('controllers/lock');
  const controller = useSpoken(app.atDesk.name);
  return (
    <header className="top">
      {practice && <span className="practice-mark">{t('practice.mark')}</span>}
      <span className="place">{onLeave === undefined ? placeOf(app, controller, t) : app.station?.name}</span>
      <AdministratorLine />
      <SyncLine />
      {onLeave !== undefined && (
        <Button kind="plain" onPress={onLeave}>
          {t('top.leave')}
        </Button>
      )}
      {app.atDesk.state === 'in' && (
        <Button kind="plain" busy={leave.busy} onPress={() => void leave.run()}>
          {t('top.lock')}
        </Button>
      )}
      {app.atDesk.state === 'named' && app.keystore === 'passphrase' && (
        <Button kind="plain" busy={lock.busy} onPress={() => void lock.run()}>
          {t('top.lock')}
        </Button>
      )}
    </header>
  );
}

/** Who, at which station, of which office. */
function placeOf({ atDesk, station }: AppState, controller: string, t: TFunction): string {
  const values = { controller, station: station?.name ?? '' };
  return atDesk.office === '' ? t('top.place', values) : t('top.placeOffice', { ...values, office: atDesk.office });
}
