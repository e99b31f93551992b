import { useTranslation } from 'react-i18next';
import { useAdministrativeAction } from '../administration/session.ts';
import { Problem } from '../controls/problem.tsx';
import { Select } from '../controls/select.tsx';

interface SystemChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  /** The definitions there are. */
  readonly names: readonly string[];
}

/** By which of the definitions messages go out; chosen is kept at once. */
export function SystemChoice({ label, name, value, names }: SystemChoiceProps) {
  const { t } = useTranslation();
  const set = useAdministrativeAction('system/set');
  const all = value === '' || names.includes(value) ? names : [value, ...names];
  if (all.length === 0) {
    return (
      <div className="stack">
        <p className="legend">{label}</p>
        <p className="quiet">{t('system.noWays')}</p>
      </div>
    );
  }
  return (
    <div className="stack">
      <Select
        label={label}
        placeholder={t('system.choose')}
        value={value === '' ? undefined : value}
        onChange={(chosen) => void set.run({ name, value: chosen })}
        choices={all.map((one) => ({ value: one, label: one }))}
      />
      {set.failure !== undefined && <Problem failure={set.failure} />}
    </div>
  );
}
