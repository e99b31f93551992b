import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../controls/text-field.tsx';
import { Part } from './editor-part.tsx';

interface EditorPriorityProps {
  readonly priority: number;
  readonly onChange: (priority: number) => void;
}

/** Which policy wins: a whole number from 1; what is none yet stays in the field alone. */
export function EditorPriority({ priority, onChange }: EditorPriorityProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(String(priority));
  const isNumber = /^[1-9]\d{0,8}$/.test(typed);
  return (
    <Part title={t('policy.part.rank')}>
      <TextField
        label={t('policy.priority')}
        value={typed}
        onChange={(text) => {
          setTyped(text);
          if (/^[1-9]\d{0,8}$/.test(text)) onChange(Number(text));
        }}
        fault={isNumber ? undefined : t('policy.problem.priority')}
        maxLength={9}
      />
      <p className="quiet">{t('policy.priorityHint')}</p>
    </Part>
  );
}
