import type { Ref } from 'react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';
import { Fault } from './fault.tsx';

export interface TextFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fault?: string | undefined;
  readonly autoFocus?: boolean;
  readonly lines?: boolean;
  readonly mono?: boolean;
  readonly maxLength?: number;
  readonly autoComplete?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

export function TextField({ label, hint, fault, lines, mono, inputRef, ...rest }: TextFieldProps) {
  const className = mono ? 'input mono' : 'input';
  return (
    <AriaTextField {...rest} className="field" isInvalid={fault !== undefined} validationBehavior="aria">
      <Label>{label}</Label>
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      {lines ? (
        <TextArea className={className} rows={4} />
      ) : (
        <Input className={className} {...(inputRef === undefined ? {} : { ref: inputRef })} spellCheck={false} />
      )}
      {fault !== undefined && (
        <Text slot="errorMessage" elementType="div">
          <Fault>{fault}</Fault>
        </Text>
      )}
    </AriaTextField>
  );
}
