import { useTranslation } from 'react-i18next';
import type { AuditRow } from '../../domain/contract/administration/audit.ts';
import { type Fact, Facts } from '../controls/facts.tsx';
import { Grouped } from '../controls/grouped.tsx';
import { Sign } from '../controls/sign.tsx';
import { whenExactly } from '../i18n/when.ts';
import { outcomeWords, person } from './audit-words.ts';
import { noteWords } from './note-words.ts';

/** One entry in words, with everything the server wrote down, and how it stands in the chain. */
export function AuditDetail({ row }: { readonly row: AuditRow }) {
  const { t, i18n } = useTranslation();
  const meaning = row.success ? 'proven' : row.authentication === 'CHALLENGE' ? 'waiting' : 'refused';
  // privacyIDEA signs each row and keeps no chain: of the newest it says that a neighbour is missing.
  const chained = row.hash !== '';
  const holds = row.intact && (row.linked || !chained);
  const note = noteWords(t, row.info);
  const facts: readonly Fact[] = [
    [t('audit.when'), whenExactly(row.at, i18n.language)],
    [t('audit.person'), person(row)],
    [t('audit.resolver'), row.user === '' ? '' : row.resolver],
    [t('audit.token'), row.serial === '' ? '' : <Grouped key="serial">{row.serial}</Grouped>],
    [t('audit.type'), row.tokenType],
    [t('audit.administrator'), row.administrator],
    [t('audit.client'), row.client],
    [t('audit.program'), row.program],
    [t('audit.request'), <code key="request">{row.request}</code>],
  ];
  return (
    <>
      <p>
        <Sign meaning={meaning}>{outcomeWords(t, row)}</Sign>
      </p>
      {row.info !== '' && <p className="said">{note ?? t('audit.said', { said: row.info })}</p>}
      {row.dangerous.length > 0 && (
        <p className="audit-danger">
          <Sign meaning="waiting">
            {t(row.authentication === 'ACCEPT' ? 'audit.dangerousLogin' : 'audit.dangerousPolicy', {
              actions: row.dangerous.join(', '),
            })}
          </Sign>
        </p>
      )}
      <Facts facts={facts} />
      {row.policies.length > 0 && (
        <>
          <h3>{t('audit.policies')}</h3>
          <ul className="audit-policies">
            {row.policies.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </>
      )}
      <h3>{t('audit.chain')}</h3>
      <p>
        <Sign meaning={holds ? 'proven' : 'refused'}>
          {t(holds ? (chained ? 'audit.holds' : 'audit.unchained') : row.intact ? 'audit.missing' : 'audit.altered')}
        </Sign>
      </p>
      <Facts
        facts={[
          [t('audit.number'), row.number],
          [t('audit.hash'), row.hash === '' ? '' : <Grouped key="hash">{row.hash}</Grouped>],
          [t('audit.previous'), row.previous === '' ? '' : <Grouped key="previous">{row.previous}</Grouped>],
        ]}
      />
    </>
  );
}
