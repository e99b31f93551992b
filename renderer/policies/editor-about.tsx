import { useTranslation } from 'react-i18next';
import { Segments } from '../controls/choices.tsx';
import { Switch } from '../controls/switch.tsx';
import { TextField } from '../controls/text-field.tsx';
import { Part, type PartProps } from './editor-part.tsx';
import { ownScopes, scopeWords } from './policy-words.ts';

/** What the policy is: its name, its scope, what it is for, and whether it counts. */
export function EditorAbout({ policy, change, fault, isNew }: PartProps & { readonly isNew: boolean }) {
  const { t } = useTranslation();
  return (
    <Part title={t('policy.part.what')}>
      <TextField
        label={t('policy.name')}
        value={policy.name}
        onChange={(name) => change({ name })}
        fault={fault('name')}
        maxLength={100}
        autoFocus={isNew}
      />
      <Segments
        label={t('policy.scope')}
        choices={[...new Set([...ownScopes, policy.scope])].map((value) => ({
          value,
          label: scopeWords(t, value),
        }))}
        value={policy.scope}
        onChange={(scope) => change({ scope })}
      />
      <p className="quiet">
        {t(
          `policy.scopeHint.${policy.scope === 'admin' || policy.scope === 'user' || policy.scope === 'webui' ? policy.scope : 'other'}`,
        )}
      </p>
      <TextField
        label={t('policy.description')}
        value={policy.description}
        onChange={(description) => change({ description })}
      />
      <Switch
        label={policy.active ? t('policy.activeOn') : t('policy.activeOff')}
        isSelected={policy.active}
        onChange={(active) => change({ active })}
      />
    </Part>
  );
}
