import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { AdministratorLine } from '../administration/administrator-line.tsx';
import { Button } from '../controls/button.tsx';
import { useAction } from '../keydesk.ts';
import { SyncLine } from './sync-line.tsx';

interface TopLineProps {
  readonly app: AppState;
  /** A practice ceremony is marked wherever it goes. */
  readonly practice?: boolean;
}

/** Always in sight: whose desk this is, which administrator is signed in, what waits to be sent, and the lock. */
export function TopLine({ app, practice = false }: TopLineProps) {
  const { t } = useTranslation();
  const lock = useAction('vault/lock');
  return (
    <header className="top">
      {practice && <span className="practice-mark">{t('practice.mark')}</span>}
      <span className="place">
        {t('top.place', { controller: app.settings.controller, station: app.station?.name ?? '' })}
      </span>
      <AdministratorLine />
      <SyncLine />
      {app.keystore === 'passphrase' && (
        <Button kind="plain" busy={lock.busy} onPress={() => void lock.run()}>
          {t('top.lock')}
        </Button>
      )}
    </header>
  );
}
