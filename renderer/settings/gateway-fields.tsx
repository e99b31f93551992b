import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { SecretField } from '../controls/secret-field.tsx';
import { TextField } from '../controls/text-field.tsx';

/** A name and what goes with it. A secret one is typed into its own input and never shown: `kept` if there is one. */
export interface Field {
  readonly id: number;
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  readonly kept: boolean;
}

/** The inputs of the secret ones, by the field's id. */
export type SecretInputs = RefObject<Map<number, HTMLInputElement>>;

interface GatewayFieldsProps {
  readonly label: string;
  readonly hint: string;
  readonly fields: readonly Field[];
  readonly inputs: SecretInputs;
  /** What can be added: texts as well, or nothing but secrets. */
  readonly texts: boolean;
  readonly onChange: (fields: readonly Field[]) => void;
}

/** An id for a new field, above those there are. */
function nextId(fields: readonly Field[]): number {
  return fields.reduce((most, { id }) => Math.max(most, id), 0) + 1;
}

/** Any number of names with their values. */
export function GatewayFields({ label, hint, fields, inputs, texts, onChange }: GatewayFieldsProps) {
  const { t } = useTranslation();
  const change = (id: number, some: Partial<Field>) =>
    onChange(fields.map((field) => (field.id === id ? { ...field, ...some } : field)));
  const add = (secret: boolean) =>
    onChange([...fields, { id: nextId(fields), name: '', value: '', secret, kept: false }]);
  return (
    <fieldset className="stack">
      <legend className="legend">{label}</legend>
      <p className="quiet">{hint}</p>
      {fields.map((field) => (
        <div key={field.id} className="field-row">
          <TextField
            label={t('messaging.sms.fieldName')}
            value={field.name}
            onChange={(name) => change(field.id, { name })}
            mono
            maxLength={100}
          />
          {field.secret ? (
            <SecretField
              label={t(field.kept ? 'messaging.sms.fieldKept' : 'messaging.sms.fieldSecret')}
              inputRef={(input) => {
                if (input !== null) inputs.current.set(field.id, input);
                return () => void inputs.current.delete(field.id);
              }}
              autoComplete="off"
            />
          ) : (
            <TextField
              label={t('messaging.sms.fieldValue')}
              value={field.value}
              onChange={(value) => change(field.id, { value })}
              mono
              maxLength={5000}
              autoComplete="off"
            />
          )}
          <Button
            kind="plain"
            aria-label={t('messaging.removeThis', { name: field.name })}
            onPress={() => onChange(fields.filter(({ id }) => id !== field.id))}
          >
            {t('messaging.remove')}
          </Button>
        </div>
      ))}
      <div className="row">
        {texts && (
          <Button kind="plain" onPress={() => add(false)}>
            {t('messaging.sms.addField')}
          </Button>
        )}
        <Button kind="plain" onPress={() => add(true)}>
          {t('messaging.sms.addSecret')}
        </Button>
      </div>
    </fieldset>
  );
}
