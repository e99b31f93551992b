import { useTranslation } from 'react-i18next';
import { TextField } from '../controls/text-field.tsx';
import { EditorConditions } from './editor-conditions.tsx';
import { Part, type PartProps } from './editor-part.tsx';
import { EntriesField } from './entries-field.tsx';

/** When and from where the policy counts, and what else must hold. */
export function EditorWhen({ policy, change, fault }: PartProps) {
  const { t } = useTranslation();
  return (
    <Part title={t('policy.part.when')}>
      <EntriesField
        label={t('policy.clients')}
        hint={t('policy.clientsHint')}
        entries={policy.client}
        onChange={(client) => change({ client })}
        fault={fault('client')}
        mono
      />
      <TextField
        label={t('policy.time')}
        hint={t('policy.timeHint')}
        value={policy.time}
        onChange={(time) => change({ time })}
        fault={fault('time')}
        mono
      />
      <EntriesField
        label={t('policy.userAgents')}
        entries={policy.userAgent}
        onChange={(userAgent) => change({ userAgent })}
        fault={fault('user_agents')}
      />
      <EntriesField
        label={t('policy.nodes')}
        entries={policy.node}
        onChange={(node) => change({ node })}
        fault={fault('pinode')}
      />
      <EditorConditions
        conditions={policy.conditions}
        onChange={(conditions) => change({ conditions })}
        fault={fault('conditions')}
      />
    </Part>
  );
}
