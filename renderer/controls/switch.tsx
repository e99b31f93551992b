import { Switch as AriaSwitch } from 'react-aria-components/Switch';

interface SwitchProps {
  readonly label: string;
  readonly isSelected: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Switch({ label, ...rest }: SwitchProps) {
  return (
    <AriaSwitch {...rest} className="switch">
      <span className="track" />
      <span>{label}</span>
    </AriaSwitch>
  );
}
