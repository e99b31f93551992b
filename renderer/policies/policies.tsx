import { useTranslation } from 'react-i18next';
import { Administered } from '../administration/administered.tsx';
import { PoliciesList } from './policies-list.tsx';

/** The server's policies. */
export function Policies() {
  const { t } = useTranslation();
  return (
    <Administered title={t('nav.policies')} right="policyread">
      <PoliciesList />
    </Administered>
  );
}
