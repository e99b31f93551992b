import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { Fault } from './fault.tsx';

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

interface ChoicesProps<T extends string> {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
  readonly fault?: string | undefined;
  readonly autoFocus?: boolean;
}

/** One of several, all in sight, none chosen beforehand. */
export function Choices<T extends string>({ label, choices, value, onChange, fault, autoFocus }: ChoicesProps<T>) {
  return (
    <RadioGroup
      className="field"
      value={value ?? null}
      onChange={(chosen) => onChange(chosen as T)}
      isInvalid={fault !== undefined}
      validationBehavior="aria"
    >
      <Label className="legend">{label}</Label>
      <Fault>{fault}</Fault>
      <div className="choices">
        {choices.map((choice, place) => (
          <Radio
            key={choice.value}
            value={choice.value}
            className="choice"
            data-round=""
            autoFocus={autoFocus === true && place === 0}
          >
            <span className="mark" />
            <span>
              {choice.label}
              {choice.hint !== undefined && <span className="hint">{choice.hint}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

/** One of a few short words in a row. */
export function Segments<T extends string>({ label, choices, value, onChange }: ChoicesProps<T>) {
  return (
    <RadioGroup
      className="field"
      orientation="horizontal"
      value={value ?? null}
      onChange={(chosen) => onChange(chosen as T)}
    >
      <Label className="legend">{label}</Label>
      <div className="segments" data-many={choices.length > 4 || undefined}>
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} className="segment">
            {choice.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
