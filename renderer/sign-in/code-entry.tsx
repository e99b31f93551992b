import { type RefObject, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Fault } from '../controls/fault.tsx';
import { takeDigits } from '../controls/token-key.ts';

interface CodeEntryProps {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly fault: string | undefined;
}

/** Where the own token types its code: a touch sends it off by itself, a code that is read is typed. */
export function CodeEntry({ inputRef, fault }: CodeEntryProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('signIn.code')}</label>
      <p id={`${id}-hint`} className="hint">
        {t('signIn.codeHint')}
      </p>
      <input
        ref={inputRef}
        id={id}
        className="input mono"
        data-code-field=""
        type="password"
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        onKeyDown={takeDigits}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-hint ${id}-fault`}
      />
      <Fault id={`${id}-fault`}>{fault}</Fault>
    </div>
  );
}
