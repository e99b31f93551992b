import { type RefObject, useId } from 'react';
import { takeDigits } from '../controls/token-key.ts';

interface CodeInputProps {
  readonly label: string;
  readonly hint?: string;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly onChange: (filled: boolean) => void;
  readonly autoFocus?: boolean;
}

/** A code from a token, by a touch or by hand: here it does not matter who types it. */
export function CodeInput({ label, hint, inputRef, onChange, autoFocus }: CodeInputProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      <input
        id={id}
        ref={inputRef}
        className="input mono"
        data-code-field=""
        type="text"
        inputMode="numeric"
        autoComplete="one-time-code"
        spellCheck={false}
        maxLength={64}
        onKeyDown={takeDigits}
        // biome-ignore lint/a11y/noAutofocus: the dialog is about this field
        autoFocus={autoFocus}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
        onChange={(event) => onChange(event.currentTarget.value.trim().length >= 6)}
      />
    </div>
  );
}
