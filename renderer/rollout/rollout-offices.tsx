import { useTranslation } from 'react-i18next';
import type { OfficeFacts, RolloutFacts } from '../../domain/contract/rollout.ts';
import { paceOf } from '../../domain/rollout/pace.ts';
import { Sign } from '../controls/sign.tsx';

/** Each office: who has a token, who waits, what lies on its shelf, today's pace, and whether somebody controls trust there. */
export function RolloutOffices({ facts }: { readonly facts: RolloutFacts }) {
  const { t } = useTranslation();
  const now = new Date();
  if (facts.offices.length === 0) return null;
  const columns = ['have', 'queued', 'shelf', 'today', 'week'] as const;
  return (
    <section aria-labelledby="rollout-offices" className="rollout-part rollout-wide">
      <h2 id="rollout-offices">{t('rollout.byOffice')}</h2>
      <div className="rollout-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('rollout.office')}</th>
              {columns.map((column) => (
                <th key={column} scope="col" className="number">
                  {t(`rollout.column.${column}`)}
                </th>
              ))}
              <th scope="col">{t('rollout.column.controllers')}</th>
            </tr>
          </thead>
          <tbody>
            {facts.offices.map((office) => {
              const { today, week } = paceOf(facts.given, now, office.id);
              return (
                <tr key={`${office.id}/${office.name}`}>
                  <th scope="row">{office.name === '' ? t('rollout.withoutOffice') : office.name}</th>
                  <td className="number">{t('rollout.have', office)}</td>
                  <td className="number">{office.queued}</td>
                  <td className="number">{office.id === '' ? '' : office.shelf}</td>
                  <td className="number">{office.id === '' ? '' : today}</td>
                  <td className="number">{office.id === '' ? '' : week}</td>
                  <td>
                    <Controllers office={office} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Controllers({ office: { id, controllers } }: { readonly office: OfficeFacts }) {
  const { t } = useTranslation();
  if (id === '') return <span className="quiet">{t('rollout.unmade')}</span>;
  if (controllers.length === 0) return <Sign meaning="waiting">{t('rollout.noController')}</Sign>;
  return controllers.join(', ');
}
