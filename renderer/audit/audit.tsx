import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Administered } from '../administration/administered.tsx';
import './audit.css';
import { AuditList } from './audit-list.tsx';
import { everything } from './audit-pages.ts';

/** The server's audit: who did what, when, and whether its chain holds. */
export function Audit() {
  const { t } = useTranslation();
  const [filter, setFilter] = useState(everything);
  return (
    <Administered title={t('nav.audit')} right="auditlog">
      <AuditList filter={filter} onFilter={setFilter} />
    </Administered>
  );
}
