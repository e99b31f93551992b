import { useId, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Tag, TagGroup, TagList } from 'react-aria-components/TagGroup';
import { useTranslation } from 'react-i18next';
import { announce } from '../controls/announcer.tsx';
import { Fault } from '../controls/fault.tsx';

interface EntriesFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly entries: readonly string[];
  readonly onChange: (entries: readonly string[]) => void;
  /** What there is to choose from; anything else may be typed as well. */
  readonly known?: readonly string[] | undefined;
  readonly fault?: string | undefined;
  readonly mono?: boolean;
}

/** A list of names or addresses: typed one after the other, each taken with Enter, a comma or by going on. */
export function EntriesField({ label, hint, entries, onChange, known, fault, mono }: EntriesFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState('');
  const add = (text: string) => {
    const found = text
      .split(/[,\n]/)
      .map((one) => one.trim())
      .filter((one) => one !== '');
    if (found.length > 0) onChange([...new Set([...entries, ...found])]);
    setTyped('');
  };
  const remove = (gone: Iterable<string | number>) => {
    const names = new Set([...gone].map(String));
    announce(t('policy.entry.removed', { entry: [...names].join(', ') }));
    onChange(entries.filter((entry) => !names.has(entry)));
  };
  const offered = (known ?? []).filter((name) => !entries.includes(name));
  return (
    <div className="field entries">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      {entries.length > 0 && (
        <TagGroup aria-label={t('policy.entry.list', { label })} onRemove={remove}>
          <TagList className="entry-list" items={entries.map((entry) => ({ id: entry }))}>
            {(item) => (
              <Tag id={item.id} textValue={item.id} className={mono ? 'entry mono' : 'entry'}>
                {item.id}
                <Button
                  slot="remove"
                  className="entry-remove"
                  aria-label={t('policy.entry.remove', { entry: item.id })}
                >
                  <svg viewBox="0 0 12 12" aria-hidden="true">
                    <path d="m2 2 8 8m0-8-8 8" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
                  </svg>
                </Button>
              </Tag>
            )}
          </TagList>
        </TagGroup>
      )}
      <input
        id={id}
        className={mono ? 'input mono' : 'input'}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        maxLength={4000}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-hint ${id}-fault`}
        list={offered.length > 0 ? `${id}-known` : undefined}
        placeholder={entries.length === 0 ? t('policy.entry.all') : t('policy.entry.more')}
        onChange={(event) => {
          const text = event.target.value;
          if (/[,\n]/.test(text) || (event.nativeEvent as InputEvent).inputType === undefined) add(text);
          else setTyped(text);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            add(typed);
          } else if (event.key === 'Backspace' && typed === '' && entries.length > 0) {
            remove(entries.slice(-1));
          }
        }}
        onBlur={() => add(typed)}
      />
      {offered.length > 0 && (
        <datalist id={`${id}-known`}>
          {offered.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
      <Fault id={`${id}-fault`}>{fault}</Fault>
    </div>
  );
}
