import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Reply } from '../../domain/contract/ipc.ts';
import type { ForeseenOrder } from '../../domain/contract/order-file.ts';
import { Button } from '../controls/button.tsx';
import { Select } from '../controls/select.tsx';
import { TextField } from '../controls/text-field.tsx';
import '../import/import.css';
import { useSeedFile } from '../import/seed-file.ts';
import { SeedFileAside } from '../import/seed-file-aside.tsx';
import { SeedFileFields } from '../import/seed-file-fields.tsx';
import { useAction } from '../keydesk.ts';
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
  const look = useAction('order/look');
  const take = useAction('order/take');
  const changed = useStockChanged();
  const [chosen, setOffice] = useState<string>();
  const [order, setOrder] = useState('');
  const [foreseen, setForeseen] = useState<ForeseenOrder>();
  const [done, setDone] = useState<Reply<'order/take'>>();
  const seed = useSeedFile('order', () => {
    setForeseen(undefined);
    take.forget();
    look.forget();
  });
  const { file, kind } = seed;

  const place = offices.find(({ id }) => id === chosen) ?? offices[0];
  const office = place?.id ?? '';
  const lookAtIt = () =>
    seed.reading(async (reading) => {
      setForeseen(undefined);
      take.forget();
      setForeseen((await look.run({ office, ...reading }))?.value);
    });
  const receive = ({ keys, tokens }: ForeseenOrder) =>
    seed.reading(async (reading) => {
      const taken = await take.run({ office, ...reading, order, keys, tokens });
      changed();
      setDone(taken?.value);
    });
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
        <SeedFileFields seed={seed} />
      </div>
      {file !== undefined && (
        <SeedFileAside look={look} take={take} looking={t('stock.file.looking')} notYet={t('stock.file.notYet')}>
          {foreseen !== undefined ? <StockFileForeseen foreseen={foreseen} /> : undefined}
        </SeedFileAside>
      )}
      <div className="form-foot row">
        <Button onPress={() => go('/stock/receive')}>{t('stock.file.back')}</Button>
        {foreseen !== undefined && comes ? (
          <Button key="take" kind="main" busy={take.busy} onPress={() => void receive(foreseen)} autoFocus>
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
