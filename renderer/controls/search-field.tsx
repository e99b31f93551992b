import type { KeyboardEventHandler, Ref } from 'react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** As large as a question, with its label above; otherwise the label is spoken only and shown inside. */
  readonly big?: boolean;
  readonly autoFocus?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onKeyDown?: KeyboardEventHandler<HTMLInputElement>;
}

export function SearchField({ label, big = false, inputRef, onKeyDown, ...rest }: SearchFieldProps) {
  return (
    <AriaSearchField {...rest} className="field">
      <Label className={big ? 'label' : 'unseen'}>{label}</Label>
      <Input
        className={big ? 'input big' : 'input'}
        {...(inputRef === undefined ? {} : { ref: inputRef })}
        {...(onKeyDown === undefined ? {} : { onKeyDown })}
        {...(big ? {} : { placeholder: label })}
        spellCheck={false}
        autoComplete="off"
      />
    </AriaSearchField>
  );
}
