import { useTranslation } from 'react-i18next';
import { comparatorNames, conditionSections } from '../../domain/policy/condition.ts';
import { type Condition, whenMissingValues } from '../../domain/policy/policy.ts';
import { Button } from '../controls/button.tsx';
import { Fault } from '../controls/fault.tsx';
import { Select } from '../controls/select.tsx';
import { TextField } from '../controls/text-field.tsx';
import { TickBox } from '../controls/tick-box.tsx';

interface EditorConditionsProps {
  readonly conditions: readonly Condition[];
  readonly onChange: (conditions: readonly Condition[]) => void;
  readonly fault: string | undefined;
}

const first: Condition = {
  section: 'userinfo',
  key: '',
  comparator: 'equals',
  value: '',
  active: true,
  whenMissing: 'condition_is_false',
};

const names = (list: readonly string[], own: string) =>
  [...new Set([...list, own])].map((value) => ({ value, label: value }));

/** Further comparisons that must hold before the policy counts. */
export function EditorConditions({ conditions, onChange, fault }: EditorConditionsProps) {
  const { t } = useTranslation();
  const put = (place: number, changes: Partial<Condition>) =>
    onChange(conditions.map((one, at) => (at === place ? { ...one, ...changes } : one)));
  return (
    <div className="field">
      <span className="legend">{t('policy.conditions')}</span>
      <Fault>{fault}</Fault>
      {conditions.map((condition, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name but their place
        <fieldset key={place} className="policy-action">
          <legend className="unseen">{t('policy.condition.nth', { place: place + 1 })}</legend>
          <div className="condition">
            <Select
              label={t('policy.condition.section')}
              choices={names(conditionSections, condition.section)}
              value={condition.section}
              onChange={(section) => put(place, { section })}
            />
            <TextField
              label={t('policy.condition.key')}
              value={condition.key}
              onChange={(key) => put(place, { key })}
            />
            <Select
              label={t('policy.condition.comparator')}
              choices={names(comparatorNames, condition.comparator)}
              value={condition.comparator}
              onChange={(comparator) => put(place, { comparator })}
            />
            <TextField
              label={t('policy.condition.value')}
              value={condition.value}
              onChange={(value) => put(place, { value })}
            />
          </div>
          <Select
            label={t('policy.condition.whenMissing')}
            choices={whenMissingValues.map((value) => ({ value, label: t(`policy.condition.${value}`) }))}
            value={condition.whenMissing}
            onChange={(whenMissing) => put(place, { whenMissing })}
          />
          <div className="row">
            <TickBox
              label={t('policy.condition.active')}
              isSelected={condition.active}
              onChange={(active) => put(place, { active })}
            />
            <Button kind="plain" onPress={() => onChange(conditions.filter((_, at) => at !== place))}>
              {t('policy.condition.remove')}
            </Button>
          </div>
        </fieldset>
      ))}
      <div>
        <Button kind="plain" onPress={() => onChange([...conditions, first])}>
          {t('policy.condition.add')}
        </Button>
      </div>
    </div>
  );
}
