import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import type { Choice } from './choices.tsx';
import { Fault } from './fault.tsx';

export interface SelectProps<T extends string> {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
  readonly placeholder?: string;
  readonly fault?: string | undefined;
}

/** One of many, folded away until it is opened. */
export function Select<T extends string>({ label, choices, value, onChange, fault, ...rest }: SelectProps<T>) {
  return (
    <AriaSelect
      {...rest}
      className="field"
      value={value ?? null}
      onChange={(key) => onChange(key as T)}
      isInvalid={fault !== undefined}
      validationBehavior="aria"
    >
      <Label className="label">{label}</Label>
      <Button className="select-button">
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </Button>
      <Fault>{fault}</Fault>
      <Popover className="popover">
        <ListBox items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.value} textValue={choice.label} className="option">
              {choice.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
