import { useTranslation } from 'react-i18next';
import type { RolloutFacts } from '../../domain/contract/rollout.ts';
import { everyone } from '../../domain/trust/groups.ts';
import { Sign } from '../controls/sign.tsx';

/** Each group in which somebody is to get a token: who has one, and whether they can log in without. */
export function RolloutGroups({ facts }: { readonly facts: RolloutFacts }) {
  const { t } = useTranslation();
  const groups = facts.groups.filter(({ need, requires }) => need > 0 || requires);
  if (groups.length === 0) return null;
  return (
    <section aria-labelledby="rollout-groups" className="rollout-part rollout-wide">
      <h2 id="rollout-groups">{t('rollout.byGroup')}</h2>
      <div className="rollout-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('rollout.group')}</th>
              <th scope="col" className="number">
                {t('rollout.column.have')}
              </th>
              <th scope="col" className="number">
                {t('rollout.column.people')}
              </th>
              <th scope="col">{t('rollout.column.required')}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.id}>
                <th scope="row">{group.id === everyone ? t('rollout.everyone') : group.name}</th>
                <td className="number">{t('rollout.have', group)}</td>
                <td className="number">{group.people}</td>
                <td>
                  {group.required ? (
                    <Sign meaning="proven">{t('rollout.required')}</Sign>
                  ) : (
                    <span className="quiet">{t('rollout.notRequired')}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
