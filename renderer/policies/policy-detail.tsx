import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { PolicyRow } from '../../domain/contract/administration/policies.ts';
import { plainText } from '../../domain/policy/action-text.ts';
import { definitionOf } from '../../domain/policy/definitions.ts';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction, useMay } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Facts } from '../controls/facts.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { DangerDialog } from './danger-dialog.tsx';
import { policyPlaces } from './policy-links.ts';
import { actionWords, dangersOf, forWhom, scopeWords, whenAndWhere } from './policy-words.ts';
import { writtenSpan } from './span-value.ts';

interface PolicyDetailProps {
  readonly row: PolicyRow;
  readonly onRemoved: () => void;
}

/** One policy beside the list: what it does, for whom, and what can be done with it. */
export function PolicyDetail({ row, onRemoved }: PolicyDetailProps) {
  const { t, i18n } = useTranslation();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);
  const { policy } = row;
  const { name } = policy;
  const mayWrite = useMay('policywrite');
  const turn = useAdministrativeAction('policies/switch');
  const remove = useAdministrativeAction('policies/delete');
  const dangers = dangersOf(policy);
  const flip = async () => {
    setAsking(false);
    await turn.run({ name, active: !policy.active });
  };
  const deleteIt = async () => {
    if ((await remove.run({ name, revision: row.revision })) !== undefined) onRemoved();
  };
  const failure = turn.failure ?? remove.failure;
  return (
    <>
      {dangers.length > 0 && (
        <Sign meaning="refused">
          <span>{t('policy.dangerous', { actions: dangers.join(', ') })}</span>
        </Sign>
      )}
      {policy.description !== '' && <p className="policy-about">{policy.description}</p>}
      <div className="actions">
        <Button kind="main" onPress={() => navigate(policyPlaces.edit(name))}>
          {t(mayWrite ? 'policy.edit' : 'policy.see')}
        </Button>
        <May right="policywrite">
          {(control) => (
            <Button
              {...control}
              busy={turn.busy}
              onPress={() => (!policy.active && dangers.length > 0 ? setAsking(true) : void flip())}
            >
              {policy.active ? t('policy.switchOff') : t('policy.switchOn')}
            </Button>
          )}
        </May>
        <May right="policydelete">
          {(control) => (
            <Button kind="refuse" {...control} busy={remove.busy} onPress={() => void deleteIt()}>
              {t('policy.remove')}
            </Button>
          )}
        </May>
      </div>
      {failure !== undefined && <Problem failure={failure} />}
      <h3>{t('policy.does')}</h3>
      <ul className="policy-does">
        {Object.entries(policy.action).map(([action, value]) => {
          const definition = definitionOf(policy.scope, action);
          const span = definition && writtenSpan(definition, value, i18n.language);
          return (
            <li key={action}>
              <p>
                <code>
                  {action}
                  {value !== true && ` = ${plainText(value)}`}
                </code>
                {span !== undefined && <span className="quiet"> ({span})</span>}
              </p>
              <span className="quiet">{definition ? actionWords(t, definition) : t('policy.unknownAction')}</span>
            </li>
          );
        })}
      </ul>
      <h3>{t('policy.about')}</h3>
      <Facts
        facts={[
          [t('policy.state'), policy.active ? t('policy.on') : t('policy.off')],
          [t('policy.scope'), scopeWords(t, policy.scope)],
          [t('policy.whom'), forWhom(t, policy)],
          [t('policy.whenWhere'), whenAndWhere(policy)],
          [t('policy.priority'), policy.priority],
          [t('policy.others'), Object.keys(row.others).join(', ')],
        ]}
      />
      <DangerDialog
        name={name}
        dangers={dangers}
        isOpen={asking}
        confirm={t('policy.switchOn')}
        onConfirm={() => void flip()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
