import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Shape } from '../controls/sign.tsx';
import { tokenCharacter } from '../controls/token-key.ts';
import { onStray } from '../stray-window.ts';
import { codeTyping, type TypedCode } from './code-typing.ts';
import './ceremony-code-field.css';

interface CodePlaceProps {
  readonly label: string;
  /** How many characters to expect: six to eight are shown as places, more as a line. */
  readonly length: number;
  readonly state: 'next' | 'now' | 'accepted';
  readonly onCode: (code: TypedCode) => void;
  /** A hand typed or pasted here. */
  readonly onHand: () => void;
}

/** A token types without a pause; whoever waits this long is a person. */
const handPauseMs = 1000;

/** One of the two places for a code. The one that waits takes only what a token types, and never shows it. */
export function CodePlace({ label, length, state, onCode, onHand }: CodePlaceProps) {
  const { t } = useTranslation();
  const id = useId();
  const [count, setCount] = useState(0);
  return (
    <div className="code-place" data-state={state}>
      <label htmlFor={id} className="legend">
        {label}
      </label>
      <div className="code-box">
        {state === 'now' && <CodeField id={id} onCode={onCode} onHand={onHand} onCount={setCount} />}
        {state === 'accepted' ? (
          <span className="sign" data-meaning="proven">
            <Shape meaning="proven" />
            {t('ceremony.prove.accepted')}
          </span>
        ) : (
          <Dots count={state === 'now' ? count : 0} length={length} />
        )}
      </div>
      <span className="quiet small">{state === 'now' ? t('ceremony.prove.waiting') : '\u00a0'}</span>
    </div>
  );
}

function Dots({ count, length }: { readonly count: number; readonly length: number }) {
  const shown = Math.min(length, 8);
  const filled = Math.min(shown, Math.ceil((count / length) * shown));
  return (
    <span className="code-dots" aria-hidden="true">
      {Array.from({ length: shown }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
        <span key={place} data-filled={place < filled || undefined} />
      ))}
    </span>
  );
}

interface CodeFieldProps {
  readonly id: string;
  readonly onCode: (code: TypedCode) => void;
  readonly onHand: () => void;
  readonly onCount: (count: number) => void;
}

function CodeField({ id, onCode, onHand, onCount }: CodeFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const [typing] = useState(codeTyping);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    field.current?.focus();
    const stop = onStray(() => field.current?.focus());
    return () => {
      stop();
      clearTimeout(pause.current);
    };
  }, []);
  const refuse = () => {
    typing.forget();
    onCount(0);
    onHand();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (['Tab', 'Escape', 'Shift'].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    clearTimeout(pause.current);
    const { count, code } = typing.key(tokenCharacter(event), event.timeStamp);
    onCount(count);
    if (code !== undefined) onCode(code);
    else if (count > 0) pause.current = setTimeout(refuse, handPauseMs);
  };
  return (
    <input
      ref={field}
      id={id}
      className="code-field"
      data-code-field=""
      type="text"
      inputMode="none"
      autoComplete="off"
      value=""
      readOnly
      onKeyDown={onKeyDown}
      onPaste={(event) => {
        event.preventDefault();
        refuse();
      }}
      onDrop={(event) => {
        event.preventDefault();
        refuse();
      }}
    />
  );
}
