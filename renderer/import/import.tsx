import { useTranslation } from 'react-i18next';
import { Administered } from '../administration/administered.tsx';
import './import.css';
import { ImportFile } from './import-file.tsx';

/** Seeds that somebody else wrote into tokens, from a file to the server. */
export function Import() {
  const { t } = useTranslation();
  return (
    <Administered title={t('import.title')} right="importtokens">
      <ImportFile />
    </Administered>
  );
}
