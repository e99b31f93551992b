import { useTranslation } from 'react-i18next';
import type { Problem } from '../../domain/policy/problem.ts';
import { Sign } from '../controls/sign.tsx';
import { problemWords } from './policy-words.ts';

interface EditorChecksProps {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** Something is only missing yet. */
  readonly missing: boolean;
  readonly isChanged: boolean;
}

/** Beside the editor: whether the policy can work as it is written, and every reason why not. */
export function EditorChecks({ problems, warnings, missing, isChanged }: EditorChecksProps) {
  const { t } = useTranslation();
  return (
    <section className="policy-part" aria-labelledby="policy-checks">
      <h2 id="policy-checks">{t('policy.check.title')}</h2>
      {problems.length > 0 ? (
        <p>{t('policy.check.refused', { count: problems.length })}</p>
      ) : missing ? (
        <Sign meaning="waiting">{t('policy.check.missing')}</Sign>
      ) : (
        <Sign meaning={isChanged ? 'waiting' : 'proven'}>
          {t(isChanged ? 'policy.check.unsaved' : 'policy.check.fine')}
        </Sign>
      )}
      <ul className="check-list">
        {problems.map((one) => (
          <li key={JSON.stringify(one)}>
            <Sign meaning="refused">
              <span>
                <Where field={one.field} /> {problemWords(t, one)}
              </span>
            </Sign>
          </li>
        ))}
        {warnings.map((one) => (
          <li key={JSON.stringify(one)}>
            <Sign meaning={one.code === 'dangerous' ? 'refused' : 'waiting'}>
              <span>{problemWords(t, one)}</span>
            </Sign>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The field as the editor calls it. */
function Where({ field }: { readonly field: Problem['field'] }) {
  const { t } = useTranslation();
  return <strong>{t(`policy.field.${field}`)}:</strong>;
}
