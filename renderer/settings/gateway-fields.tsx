import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { TextField } from '../controls/text-field.tsx';

/** A name and what goes with it; a `null` value is a secret that the server keeps and does not show. */
export interface Field {
  readonly name: string;
  readonly value: string | null;
}

interface GatewayFieldsProps {
  readonly label: string;
  readonly hint: string;
  readonly fields: readonly Field[];
  readonly onChange: (fields: readonly Field[]) => void;
}

/** Any number of names with their values. */
export function GatewayFields({ label, hint, fields, onChange }: GatewayFieldsProps) {
  const { t } = useTranslation();
  const change = (place: number, some: Partial<Field>) =>
    onChange(fields.map((field, index) => (index === place ? { ...field, ...some } : field)));
  return (
    <fieldset className="stack">
      <legend className="legend">{label}</legend>
      <p className="quiet">{hint}</p>
      {fields.map((field, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a field is its place until it has a name
        <div key={place} className="field-row">
          <TextField
            label={t('messaging.sms.fieldName')}
            value={field.name}
            onChange={(name) => change(place, { name })}
            mono
            maxLength={100}
          />
          <TextField
            label={t(field.value === null ? 'messaging.sms.fieldKept' : 'messaging.sms.fieldValue')}
            value={field.value ?? ''}
            onChange={(value) => change(place, { value })}
            mono
            maxLength={5000}
            autoComplete="off"
          />
          <Button
            kind="plain"
            aria-label={t('messaging.removeThis', { name: field.name })}
            onPress={() => onChange(fields.filter((_, index) => index !== place))}
          >
            {t('messaging.remove')}
          </Button>
        </div>
      ))}
      <div>
        <Button kind="plain" onPress={() => onChange([...fields, { name: '', value: '' }])}>
          {t('messaging.sms.addField')}
        </Button>
      </div>
    </fieldset>
  );
}
