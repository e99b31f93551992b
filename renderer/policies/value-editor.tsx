import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { words } from '../../domain/policy/action-text.ts';
import { readValue } from '../../domain/policy/action-value.ts';
import type { ActionDefinition } from '../../domain/policy/definition.ts';
import type { ActionValue } from '../../domain/policy/policy.ts';
import { Fault } from '../controls/fault.tsx';
import { Select } from '../controls/select.tsx';
import { Switch } from '../controls/switch.tsx';
import { TextField } from '../controls/text-field.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import { writtenSpan } from './span-value.ts';
import { TaggedText } from './tagged-text.tsx';

interface ValueEditorProps {
  readonly definition: ActionDefinition;
  /** The action as it is written. */
  readonly written: string;
  readonly value: ActionValue;
  readonly onChange: (value: ActionValue) => void;
  readonly fault: string | undefined;
}

/** The value of an action, by its kind: nothing, one of a few, several of a few, a number, or a text with tags. */
export function ValueEditor({ definition, written, value, onChange, fault }: ValueEditorProps) {
  const { t, i18n } = useTranslation();
  const { name, reading, type } = definition;
  const read = readValue(definition, value);
  const label = t('policy.value.of', { name: written });
  if (reading === 'flag') {
    return value === true ? (
      <Fault>{fault}</Fault>
    ) : (
      <>
        <Switch
          label={t(read === true ? 'policy.value.on' : 'policy.value.off')}
          isSelected={read === true}
          onChange={(on) => onChange(on ? true : '0')}
        />
        <Fault>{fault}</Fault>
      </>
    );
  }
  const few = name === 'passthru' ? ['userstore'] : definition.values;
  if (few !== undefined && reading === 'union') {
    const chosen = words(value === true ? '' : value).map((word) => word.toLowerCase());
    const foreign = chosen.filter((word) => !few.includes(word));
    return (
      <fieldset className="value-several">
        <legend className="legend">{label}</legend>
        <Fault>{fault}</Fault>
        <div className="value-ticks">
          {[...few, ...foreign].map((one) => (
            <TickBox
              key={one}
              label={valueWords(t, name, one)}
              isSelected={chosen.includes(one)}
              onChange={(on) => onChange((on ? [...chosen, one] : chosen.filter((word) => word !== one)).join(' '))}
            />
          ))}
        </div>
      </fieldset>
    );
  }
  if (few !== undefined) {
    const current = typeof read === 'string' ? read : value === true ? '' : value;
    const choices = [...new Set([...few, ...(current === '' ? [] : [current])])];
    return (
      <Select
        label={label}
        choices={choices.map((one) => ({ value: one, label: valueWords(t, name, one) }))}
        value={current === '' ? undefined : current}
        onChange={onChange}
        placeholder={t('policy.value.choose')}
        fault={fault}
      />
    );
  }
  const text = value === true ? '' : value;
  if (definition.tags !== undefined) {
    return <TaggedText definition={definition} label={label} value={text} onChange={onChange} fault={fault} />;
  }
  const span = writtenSpan(definition, value, i18n.language);
  const hint = hintOf(t, definition);
  return (
    <TextField
      label={label}
      hint={span === undefined ? hint : `${hint} ${t('policy.value.span', { span })}`}
      value={text}
      onChange={onChange}
      fault={fault}
      mono={type === 'int'}
      maxLength={2000}
    />
  );
}

/** Values that are words of privacyIDEA, with what they mean. */
const explained = {
  tokenpin: 'policy.value.tokenpin',
  userstore: 'policy.value.userstore',
  none: 'policy.value.none',
  ignore_pin: 'policy.value.ignore_pin',
  any_pin: 'policy.value.any_pin',
  letter: 'policy.value.letter',
  allow: 'policy.value.allow',
  force: 'policy.value.force',
} as const;

function valueWords(t: TFunction, action: string, value: string): string {
  if (action === 'autoassignment' && value === 'userstore') return t('policy.value.assignUserstore');
  if (action === 'login_mode') {
    if (value === 'userstore') return t('policy.value.loginUserstore');
    return value === 'disable' ? t('policy.value.loginDisable') : t('policy.value.loginToken');
  }
  const key = explained[value as keyof typeof explained];
  return key === undefined ? value : t(key);
}

function hintOf(t: TFunction, { name, type, least, most }: ActionDefinition): string {
  if (name === 'losttoken_valid') return t('policy.value.hintDuration');
  if (name === 'losttoken_PW_contents') return t('policy.value.hintPassword');
  if (/(otp_pin_|\.)contents$/.test(name)) return t('policy.value.hintContents');
  if (name === 'jwt_validity') return t('policy.value.hintSeconds', { least: least ?? 0, most: most ?? 0 });
  if (type === 'int' && most === 1_000_000_000) return t('policy.value.hintLimit');
  if (type === 'int') return t('policy.value.hintNumber', { least: least ?? 0, most: most ?? 0 });
  return t('policy.value.hintText');
}
