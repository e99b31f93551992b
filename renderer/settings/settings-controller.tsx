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

/** Not a name: the choice that opens the field for one. */
const other = '\u0000other';

/** Who answers for what is issued here: a name the server sent, or one typed. */
export function SettingsController({ controller, busy, onChange }: ControllerProps) {
  const { t } = useTranslation();
  const known = useControllers().data ?? [];
  const names = controller === '' || known.includes(controller) ? known : [controller, ...known];
  const [typing, setTyping] = useState(false);
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string>();
  const isOpen = typing || names.length === 0;
  return (
    <>
      {names.length > 0 && (
        <Select
          label={t('settings.controllerName')}
          choices={[
            ...names.map((name) => ({ value: name, label: name })),
            { value: other, label: t('settings.otherName') },
          ]}
          value={typing ? other : controller}
          onChange={(value) => {
            setTyping(value === other);
            if (value !== other && value !== controller) onChange(value);
          }}
        />
      )}
      {isOpen && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            const name = typed.trim();
            if (name === '') setFault(t('settings.nameMissing'));
            else onChange(name);
          }}
        >
          <TextField
            label={t('settings.newName')}
            value={typed}
            onChange={(value) => {
              setTyped(value);
              setFault(undefined);
            }}
            fault={fault}
            maxLength={200}
            autoFocus={typing}
          />
          <div>
            <Button type="submit" busy={busy}>
              {t('settings.useName')}
            </Button>
          </div>
        </form>
      )}
      <p className="quiet">{t('settings.controllerHint')}</p>
    </>
  );
}
