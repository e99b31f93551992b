import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeRow } from '../../domain/contract/administration/trust.ts';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { useAction } from '../keydesk.ts';
import { useAppState } from '../queries.ts';
import { Confirm } from '../realms/confirm.tsx';

/** Whether this desk stands in an office: whoever signs in at it has to have a say there. */
export function OfficeDesk({ office }: { readonly office: OfficeRow }) {
  const { t } = useTranslation();
  const app = useAppState().data;
  const [asking, setAsking] = useState(false);
  const place = useAdministrativeAction('offices/stand-here');
  const pull = useAction('sync/send-now');
  const isHere = app?.atDesk.office === office.name;
  const words = isHere ? t('trust.office.leaveHere') : t('trust.office.standHere');
  return (
    <>
      <h3>{t('trust.office.desk')}</h3>
      <p>{isHere ? t('trust.office.here') : t('trust.office.notHere')}</p>
      <div className="actions">
        <May right="trustwrite">
          {(control) => (
            <Button {...control} onPress={() => setAsking(true)}>
              {words}
            </Button>
          )}
        </May>
      </div>
      {asking && (
        <Confirm
          title={isHere ? t('trust.office.leaveTitle') : t('trust.office.standTitle', { name: office.name })}
          before={isHere ? t('trust.office.leaveBefore') : t('trust.office.standBefore', { name: office.name })}
          verb={words}
          busy={place.busy || pull.busy}
          failure={place.failure}
          onGo={async () => {
            if ((await place.run({ office: isHere ? null : office.id })) === undefined) return;
            setAsking(false);
            await pull.run();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
