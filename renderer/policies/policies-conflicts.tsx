import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { conflictsAmong } from '../../domain/policy/conflicts.ts';
import { useAdministrative } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Empty } from '../controls/empty.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { Shape } from '../controls/sign.tsx';
import { useStepKeys } from '../controls/step-keys.ts';
import { policyPlaces } from './policy-links.ts';
import { scopeWords } from './policy-words.ts';

/** Policies that contradict each other: which, on what, and what to do. */
export function PoliciesConflicts() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const policies = useAdministrative('policies/list');
  const conflicts = conflictsAmong((policies.data ?? []).map(({ policy }) => policy));
  useStepKeys(undefined, () => navigate(policyPlaces.list));
  return (
    <Page
      title={t('policy.conflicts.title')}
      tools={
        <Button kind="plain" keyName="Escape" onPress={() => navigate(policyPlaces.list)}>
          {t('policy.toList')}
        </Button>
      }
    >
      {policies.error !== null ? (
        <ListProblem query={policies} />
      ) : conflicts.length === 0 ? (
        <div>
          <Empty what={t('policy.conflicts.none')} begin={t('policy.conflicts.noneHint')} />
        </div>
      ) : (
        <div className="policy-scroll">
          {conflicts.map(({ scope, action, priority, says: [one, other] }) => (
            <section key={`${action} ${one.policy} ${other.policy}`} className="problem" data-meaning="refused">
              <Shape meaning="refused" />
              <div className="stack">
                <p className="what">{t('policy.conflicts.what', { one: one.policy, other: other.policy, action })}</p>
                <table className="says">
                  <caption className="unseen">{t('policy.conflicts.says')}</caption>
                  <tbody>
                    {[one, other].map((side) => (
                      <tr key={side.policy}>
                        <th scope="row">{side.policy}</th>
                        <td>
                          <code>
                            {action} = {side.value}
                          </code>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                <p>{t('policy.conflicts.safe', { scope: scopeWords(t, scope), priority })}</p>
                <p>{t('policy.conflicts.do')}</p>
                <div className="row actions">
                  {[one, other].map((side) => (
                    <Button key={side.policy} onPress={() => navigate(policyPlaces.edit(side.policy))}>
                      {t('policy.conflicts.edit', { name: side.policy })}
                    </Button>
                  ))}
                </div>
              </div>
            </section>
          ))}
        </div>
      )}
    </Page>
  );
}
