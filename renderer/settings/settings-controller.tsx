import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { Select } from '../controls/select.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useControllers } from '../queries.ts';

interface ControllerProps {
  readonly controller: string;
  readonly busy: boolean;
  readonly onChange: (name: string) => void;
}

/** Who answers for what is issued here: one of the names the server sent; before it sent any, one that is typed. */
export function SettingsController({ controller, busy, onChange }: ControllerProps) {
  const { t } = useTranslation();
  const known = useControllers().data;
  if (known === undefined) return null;
  return (
    <>
      {known.length === 0 ? (
        <TypedName busy={busy} controller={controller} onChange={onChange} />
      ) : (
        <Select
          label={t('settings.controllerName')}
          choices={known.map((name) => ({ value: name, label: name }))}
          value={known.includes(controller) ? controller : undefined}
          placeholder={t('settings.choose')}
          fault={known.includes(controller) ? undefined : t('settings.notKnown', { name: controller })}
          onChange={(name) => name !== controller && onChange(name)}
        />
      )}
      <p className="quiet">{t('settings.controllerHint')}</p>
    </>
  );
}

function TypedName({ controller, busy, onChange }: ControllerProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(controller);
  const [fault, setFault] = useState<string>();
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const name = typed.trim();
        if (name === '') setFault(t('setUp.nameMissing'));
        else onChange(name);
      }}
    >
      <TextField
        label={t('settings.controllerName')}
        value={typed}
        onChange={(value) => {
          setTyped(value);
          setFault(undefined);
        }}
        fault={fault}
        maxLength={200}
      />
      <div>
        <Button type="submit" busy={busy}>
          {t('settings.useName')}
        </Button>
      </div>
    </form>
  );
}
