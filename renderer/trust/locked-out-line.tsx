import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFailure } from '../../domain/failure.ts';
import { useAdministrative } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { failureWords } from '../controls/failure-words.ts';
import { Sign } from '../controls/sign.tsx';
import { LockedOutList } from './locked-out-list.tsx';
import { QueueLockedOut } from './queue-locked-out.tsx';

/** Who cannot log in now, always in sight: a token is required of them and they have none. */
export function LockedOutLine() {
  const { t } = useTranslation();
  const [looking, setLooking] = useState(false);
  const lockout = useAdministrative('groups/lockout', { change: null });
  const groups = useAdministrative('groups/list');
  // One line: the part below mostly cannot be read either, and says what to do.
  if (lockout.error !== null)
    return (
      <div className="locked-out-line">
        <Sign meaning="waiting">
          {t('trust.lockout.unknown')} {failureWords(t, asFailure(lockout.error)).what}
        </Sign>
        <Button kind="plain" onPress={() => void lockout.refetch()}>
          {t('list.again')}
        </Button>
      </div>
    );
  const out = lockout.data;
  return (
    <div className="locked-out-line">
      {out === undefined ? (
        <span className="quiet">{t('loading')}</span>
      ) : (
        <Sign meaning={out.count === 0 ? 'proven' : 'refused'}>
          {out.count === 0 ? t('trust.lockout.nobody') : t('trust.lockout.now', { count: out.count })}
        </Sign>
      )}
      {out !== undefined && out.count > 0 && (
        <Button kind="plain" onPress={() => setLooking(true)}>
          {t('trust.lockout.see')}
        </Button>
      )}
      {looking && out !== undefined && (
        <Dialog title={t('trust.lockout.nowTitle')} isOpen onClose={() => setLooking(false)}>
          <p className="measure">{t('trust.lockout.nowMeans')}</p>
          <LockedOutList key={lockout.dataUpdatedAt} change={null} page={out} groups={groups.data ?? []} />
          <QueueLockedOut change={null} count={out.count} />
          <div className="dialog-foot">
            <Button kind="main" keyName="Escape" onPress={() => setLooking(false)} autoFocus>
              {t('accounts.close')}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
