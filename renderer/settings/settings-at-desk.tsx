import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { Button } from '../controls/button.tsx';
import { useAction } from '../keydesk.ts';

/** Who is signed in, how many times more that works without the server, and the ways out. */
export function SettingsAtDesk({ app }: { readonly app: AppState }) {
  const { t } = useTranslation();
  const lock = useAction('controllers/lock');
  const leave = useAction('controllers/sign-out');
  const { name, codesAhead, offline } = app.atDesk;
  return (
    <>
      <p className="measure">{offline ? t('settings.signedInOffline', { name }) : t('settings.signedIn', { name })}</p>
      <p className="quiet measure">
        {codesAhead === 0 ? t('settings.noCodesAhead') : t('settings.codesAhead', { count: codesAhead })}
      </p>
      <div className="row">
        <Button busy={lock.busy} onPress={() => void lock.run()}>
          {t('settings.lock')}
        </Button>
        <Button busy={leave.busy} onPress={() => void leave.run()}>
          {t('settings.changeOver')}
        </Button>
      </div>
    </>
  );
}
