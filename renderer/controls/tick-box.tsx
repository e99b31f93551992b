import { Checkbox } from 'react-aria-components/Checkbox';
import { Fault } from './fault.tsx';
import { Shape } from './sign.tsx';

interface TickBoxProps {
  readonly label: string;
  readonly hint?: string;
  readonly isSelected: boolean;
  readonly onChange: (ticked: boolean) => void;
  readonly fault?: string | undefined;
}

export function TickBox({ label, hint, fault, isSelected, onChange }: TickBoxProps) {
  return (
    <div className="field">
      <Fault>{fault}</Fault>
      <Checkbox
        className="choice"
        isSelected={isSelected}
        onChange={onChange}
        isInvalid={fault !== undefined}
        validationBehavior="aria"
      >
        <span className="mark">{isSelected && <Shape meaning="proven" />}</span>
        <span>
          {label}
          {hint !== undefined && <span className="hint">{hint}</span>}
        </span>
      </Checkbox>
    </div>
  );
}
