import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft, Heard } from '../../domain/contract/stock.ts';
import { CodePlace } from '../ceremony/ceremony-code-field.tsx';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { useAction } from '../keydesk.ts';
import { onStray } from '../stray-window.ts';
import { useStock } from './stock-queries.ts';

interface StockInputProps {
  readonly draft: Draft;
  readonly onHeard: (heard: Heard) => void;
}

/** Where a scanner types, and where a token types that no port can read. */
export function StockInput({ draft, onHeard }: StockInputProps) {
  return draft.kind === 'receive' ? (
    <div className="stock-input">
      <Scan draft={draft} onHeard={onHeard} />
      <FromFiles draft={draft} />
    </div>
  ) : (
    <Typed draft={draft} onHeard={onHeard} />
  );
}

/** One line for each scan. It takes the scanner's burst, and takes the focus back when one went astray. */
function Scan({ draft, onHeard }: StockInputProps) {
  const { t } = useTranslation();
  const [line, setLine] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const scan = useAction('stock/scan');
  useEffect(() => {
    field.current?.focus();
    return onStray(() => field.current?.focus());
  }, []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const scanned = line;
    if (scanned.trim() === '') return;
    setLine('');
    const heard = await scan.run({ id: draft.id, line: scanned.slice(0, 200) });
    if (heard !== undefined) onHeard(heard.value);
  };
  return (
    <form className="stock-scan" onSubmit={(event) => void submit(event)}>
      <label htmlFor="stock-scan">{t('stock.receive.scan')}</label>
      <input
        ref={field}
        id="stock-scan"
        className="input mono"
        data-code-field=""
        value={line}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setLine(event.target.value)}
      />
      <Button type="submit">{t('stock.receive.add')}</Button>
      {scan.failure !== undefined && <Problem failure={scan.failure} />}
    </form>
  );
}

/** Tokens whose seeds came by a vendor's file, and that nobody has put on a shelf yet. */
function FromFiles({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation();
  const waiting = useStock('stock/from-files', { id: draft.id, add: false }).data?.count ?? 0;
  const add = useAction('stock/from-files');
  const lines = useStock('stock/draft', { id: draft.id });
  if (waiting === 0) return null;
  const run = async () => {
    await add.run({ id: draft.id, add: true });
    await lines.refetch();
  };
  return (
    <div className="stack">
      <p className="quiet">{t('stock.receive.fromFiles', { count: waiting })}</p>
      <div>
        <Button busy={add.busy} onPress={() => void run()}>
          {t('stock.receive.addFromFiles')}
        </Button>
      </div>
    </div>
  );
}

function Typed({ draft, onHeard }: StockInputProps) {
  const { t } = useTranslation();
  const typed = useAction('stock/typed');
  return (
    <div className="stock-input">
      <CodePlace
        label={t('stock.lane.typed')}
        length={44}
        state="now"
        onCode={(code) =>
          void typed.run({ id: draft.id, ...code }).then((heard) => {
            if (heard !== undefined) onHeard(heard.value);
          })
        }
        onHand={() => onHeard({ serial: '', added: false, said: 'typed by hand', whose: '', state: null })}
      />
      {typed.failure !== undefined && <Problem failure={typed.failure} />}
    </div>
  );
}
