import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditFilter } from '../../domain/contract/administration/audit.ts';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { asAsked } from './audit-pages.ts';

/** Takes what the list shows away as CSV, all pages of it. */
export function AuditExport({ filter }: { readonly filter: AuditFilter }) {
  const { t } = useTranslation();
  const take = useAdministrativeAction('audit/export');
  const [saved, setSaved] = useState(false);
  const go = async () => {
    setSaved(false);
    const done = await take.run({ filter: asAsked(filter) });
    setSaved(done?.value.saved === true);
  };
  return (
    <div className="row">
      <span role="status">{saved && <Sign meaning="proven">{t('audit.exported')}</Sign>}</span>
      <May right="auditlog_download">
        {(control) => (
          <Button {...control} busy={take.busy} onPress={() => void go()}>
            {t('audit.export')}
          </Button>
        )}
      </May>
      {take.failure !== undefined && (
        <Dialog title={t('audit.notExported')} isOpen onClose={take.forget}>
          <Problem failure={take.failure} />
          <div className="dialog-foot">
            <Button keyName="Escape" onPress={take.forget}>
              {t('audit.close')}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
