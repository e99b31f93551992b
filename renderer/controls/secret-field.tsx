import { type Ref, useContext, useEffect, useId } from 'react';
import { Asleep } from './asleep.ts';
import { Fault } from './fault.tsx';

interface SecretFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly fault?: string | undefined;
  readonly inputRef: Ref<HTMLInputElement>;
  readonly autoFocus?: boolean;
  readonly autoComplete?: string;
  readonly mono?: boolean;
}

/** A field whose text never enters React's state: read it with `takeSecret`, which empties it. No screen that sleeps keeps one. */
export function SecretField({ label, hint, fault, inputRef, mono, ...rest }: SecretFieldProps) {
  const id = useId();
  const asleep = useContext(Asleep);
  useEffect(() => {
    const field = document.getElementById(id);
    if (asleep && field instanceof HTMLInputElement) field.value = '';
  }, [asleep, id]);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      <input
        {...rest}
        id={id}
        ref={inputRef}
        type="password"
        className={mono ? 'input mono' : 'input'}
        maxLength={256}
        spellCheck={false}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-hint ${id}-fault`}
      />
      <Fault id={`${id}-fault`}>{fault}</Fault>
    </div>
  );
}

/** The field's text as UTF-8 bytes; the field is empty afterwards. */
export function takeSecret(field: HTMLInputElement | null): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(field?.value ?? '');
  if (field !== null) field.value = '';
  return bytes;
}
