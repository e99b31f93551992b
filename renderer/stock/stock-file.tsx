import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Reply } from '../../domain/contract/ipc.ts';
import type { ChosenOrder, ForeseenOrder } from '../../domain/contract/order-file.ts';
import type { ImportKind } from '../../domain/import-kind.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Progress } from '../controls/progress.tsx';
import { Select } from '../controls/select.tsx';
import { TextField } from '../controls/text-field.tsx';
import '../import/import.css';
import { ChosenFile, SeedFileFields, withFileSecrets } from '../import/seed-file-fields.tsx';
import { ask, useAction } from '../keydesk.ts';
import { StockFileDone } from './stock-file-done.tsx';
import { StockFileForeseen } from './stock-file-foreseen.tsx';
import { StockMay } from './stock-may.tsx';
import { useStockChanged } from './stock-queries.ts';

interface Place {
  readonly id: string;
  readonly name: string;
}

/** An order received by its vendor's file: looked at first, and then taken as a whole. */
export function StockFile() {
  return <StockMay>{(offices) => <ByFile offices={offices} />}</StockMay>;
}

function ByFile({ offices }: { readonly offices: readonly Place[] }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const choose = useAction('order/choose');
  const look = useAction('order/look');
  const take = useAction('order/take');
  const changed = useStockChanged();
  const [file, setFile] = useState<ChosenOrder>();
  const [kind, setKind] = useState<ImportKind>();
  const [chosen, setOffice] = useState<string>();
  const [order, setOrder] = useState('');
  const [unchecked, setUnchecked] = useState(false);
  const [foreseen, setForeseen] = useState<ForeseenOrder>();
  const [done, setDone] = useState<Reply<'order/take'>>();
  const password = useRef<HTMLInputElement>(null);
  const preSharedKey = useRef<HTMLInputElement>(null);
  // What was chosen does not outlive the screen.
  useEffect(() => () => void ask('order/forget'), []);

  const place = offices.find(({ id }) => id === chosen) ?? offices[0];
  const office = place?.id ?? '';
  const pick = async () => {
    const picked = (await choose.run())?.value;
    if (picked === null || picked === undefined) return;
    setFile(picked);
    setKind(picked.looksLike ?? undefined);
    setForeseen(undefined);
    take.forget();
    look.forget();
  };
  const lookAtIt = async () => {
    if (kind === undefined) return;
    setForeseen(undefined);
    take.forget();
    await withFileSecrets({ password, preSharedKey }, async (secrets) => {
      setForeseen((await look.run({ office, kind, unchecked, ...secrets }))?.value);
    });
  };
  const receive = async ({ keys, tokens }: ForeseenOrder) => {
    if (kind === undefined) return;
    await withFileSecrets({ password, preSharedKey }, async (secrets) => {
      const taken = await take.run({ office, kind, unchecked, ...secrets, order, keys, tokens });
      changed();
      setDone(taken?.value);
    });
  };
  if (done !== undefined) return <StockFileDone done={done} office={{ id: office, name: place?.name ?? '' }} />;
  const comes = foreseen !== undefined && foreseen.faults.count === 0 && foreseen.keys + foreseen.tokens > 0;
  return (
    <form
      className="import-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!look.busy && !take.busy && !comes) void lookAtIt();
      }}
    >
      <div className="import column">
        <h2 className="question">{t('stock.file.title')}</h2>
        <p className="measure">{t('stock.file.lead')}</p>
        <div className="stock-file-facts">
          <Select
            label={t('stock.office')}
            choices={offices.map(({ id, name }) => ({ value: id, label: name }))}
            value={office}
            onChange={(value) => {
              setOffice(value);
              setForeseen(undefined);
            }}
          />
          <TextField label={t('stock.receive.order')} value={order} maxLength={200} onChange={setOrder} />
        </div>
        <ChosenFile file={file} busy={choose.busy} onChoose={() => void pick()} />
        {choose.failure !== undefined && <Problem failure={choose.failure} />}
        {file !== undefined && (
          <SeedFileFields
            kind={kind}
            onKind={(value) => {
              setKind(value);
              setForeseen(undefined);
            }}
            unchecked={unchecked}
            onUnchecked={(ticked) => {
              setUnchecked(ticked);
              setForeseen(undefined);
            }}
            password={password}
            preSharedKey={preSharedKey}
          />
        )}
      </div>
      {file !== undefined && (
        <aside className="stack" aria-label={t('import.foreseen')}>
          <h2>{t('import.foreseen')}</h2>
          {look.busy ? (
            <Progress label={t('stock.file.looking')} />
          ) : foreseen !== undefined ? (
            <StockFileForeseen foreseen={foreseen} />
          ) : (
            look.failure === undefined && <p className="quiet">{t('stock.file.notYet')}</p>
          )}
          {look.failure !== undefined && <Problem failure={look.failure} />}
          {take.failure !== undefined && <Problem failure={take.failure} />}
        </aside>
      )}
      <div className="form-foot row">
        <Button onPress={() => go('/stock/receive')}>{t('stock.file.back')}</Button>
        {foreseen !== undefined && comes ? (
          <Button kind="main" busy={take.busy} onPress={() => void receive(foreseen)} autoFocus>
            {t('stock.file.take', { count: foreseen.tokens || foreseen.keys })}
          </Button>
        ) : (
          file !== undefined && (
            <Button kind="main" type="submit" keyName="Enter" busy={look.busy} isDisabled={kind === undefined}>
              {t('import.look')}
            </Button>
          )
        )}
      </div>
    </form>
  );
}
