import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../controls/select.tsx';
import { Switch } from '../controls/switch.tsx';
import { TextField } from '../controls/text-field.tsx';
import {
  type AttributeName,
  attributesIn,
  type ChoiceName,
  type FieldGroup,
  type ResolverField,
} from './resolver-fields.ts';

type Settings = Readonly<Record<string, string>>;

interface ResolverGroupProps {
  readonly group: FieldGroup;
  readonly settings: Settings;
  /** Fields that are empty and may not be. */
  readonly missing: readonly string[];
  readonly onChange: (settings: Settings) => void;
  readonly children: ReactNode;
}

/** Fields that belong together, each with what it means. */
export function ResolverGroup({ group, settings, missing, onChange, children }: ResolverGroupProps) {
  const { t } = useTranslation();
  const { name, fields, map, folded } = group;
  const shown = fields.filter(({ when }) => when?.(settings) ?? true);
  if (shown.length === 0 && map === undefined && children === false) return null;
  const set = (field: string, value: string) => onChange({ ...settings, [field]: value });
  const content = (
    <>
      {shown.map((field) => (
        <Field
          key={field.name}
          field={field}
          value={settings[field.name] ?? ''}
          fault={missing.includes(field.name) ? t('resolver.missing') : undefined}
          onChange={(value) => set(field.name, value)}
        />
      ))}
      {children}
      {map !== undefined && (
        <Attributes
          setting={map.setting}
          attributes={map.attributes}
          json={settings[map.setting]}
          missing={missing}
          onChange={(json) => set(map.setting, json)}
        />
      )}
    </>
  );
  if (folded) {
    return (
      <details className="resolver-group">
        <summary>{t(`resolver.group.${name}`)}</summary>
        {content}
      </details>
    );
  }
  return (
    <fieldset className="resolver-group">
      <legend>{t(`resolver.group.${name}`)}</legend>
      {content}
    </fieldset>
  );
}

interface FieldProps {
  readonly field: ResolverField;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (value: string) => void;
}

function Field({ field: { name, shape, choices = [] }, value, fault, onChange }: FieldProps) {
  const { t } = useTranslation();
  const label = t(`resolver.field.${name}.label`);
  const hint = t(`resolver.field.${name}.hint`);
  if (shape === 'switch') {
    return (
      <div className="field">
        <Switch
          label={label}
          isSelected={/^(1|true)$/i.test(value)}
          onChange={(on) => onChange(on ? 'true' : 'false')}
        />
        <p className="hint">{hint}</p>
      </div>
    );
  }
  if (shape === 'choice') {
    return (
      <Select
        label={label}
        choices={choices.map((one) => ({
          value: one,
          label: t(`resolver.choice.${one}`),
        }))}
        value={(value === '' ? 'none' : value) as ChoiceName}
        onChange={(one) => onChange(one === 'none' ? '' : one)}
      />
    );
  }
  return (
    <TextField
      label={label}
      hint={hint}
      value={value}
      onChange={onChange}
      lines={shape === 'lines'}
      mono={shape === 'lines' || /^(LDAP|Where|Table|BINDDN|fileName)/.test(name)}
      autoComplete="off"
      maxLength={shape === 'lines' ? 60_000 : 2000}
      fault={fault}
    />
  );
}

interface AttributesProps {
  readonly setting: 'USERINFO' | 'Map';
  readonly attributes: readonly AttributeName[];
  readonly json: string | undefined;
  readonly missing: readonly string[];
  readonly onChange: (json: string) => void;
}

/** Which attribute or column holds what of a person; together they are one setting in JSON. */
function Attributes({ setting, attributes, json, missing, onChange }: AttributesProps) {
  const { t } = useTranslation();
  const known = attributesIn(json);
  return (
    <>
      <p className="hint">{t(`resolver.field.${setting}.hint`)}</p>
      <div className="attribute-grid">
        {attributes.map((one) => (
          <TextField
            key={one}
            label={t(`resolver.attribute.${one}`)}
            value={known[one] ?? ''}
            onChange={(value) => {
              const { [one]: _, ...others } = known;
              onChange(JSON.stringify(value.trim() === '' ? others : { ...others, [one]: value.trim() }));
            }}
            mono
            autoComplete="off"
            maxLength={200}
            fault={missing.includes(one) ? t('resolver.missing') : undefined}
          />
        ))}
      </div>
    </>
  );
}
