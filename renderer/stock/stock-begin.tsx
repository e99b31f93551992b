import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Select } from '../controls/select.tsx';
import { useStepKeys } from '../controls/step-keys.ts';
import { useAction } from '../keydesk.ts';
import { StockDrafts } from './stock-drafts.tsx';
import { StockMay } from './stock-may.tsx';
import { useStockChanged } from './stock-queries.ts';

type Kind = 'receive' | 'count';

/** An order or a count begins with the office, or is gone on with. */
export function StockBegin({ kind }: { readonly kind: Kind }) {
  return (
    <StockMay>
      {(offices) => (
        <div className="stock-part">
          <StockDrafts kinds={[kind]} />
          <Begin kind={kind} offices={offices} />
        </div>
      )}
    </StockMay>
  );
}

interface BeginProps {
  readonly kind: Kind;
  readonly offices: readonly { readonly id: string; readonly name: string }[];
}

function Begin({ kind, offices }: BeginProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const open = useAction('stock/open');
  const changed = useStockChanged();
  const [chosen, setOffice] = useState<string>();
  const office = chosen ?? offices[0]?.id ?? '';
  const begin = async () => {
    const opened = await open.run({ kind, office });
    if (opened === undefined) return;
    changed();
    go(`/stock/draft/${opened.value.id}`);
  };
  useStepKeys(() => void begin(), undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void begin();
  };
  return (
    <form className="column measure" onSubmit={submit}>
      <h2 className="question">{t(`stock.${kind}.title`)}</h2>
      <p>{t(`stock.${kind}.lead`)}</p>
      {open.failure !== undefined && <Problem failure={open.failure} />}
      <Select
        label={t('stock.office')}
        choices={offices.map(({ id, name }) => ({ value: id, label: name }))}
        value={office}
        onChange={setOffice}
      />
      <div className="row actions">
        {kind === 'receive' && <Button onPress={() => go('/stock/receive/file')}>{t('stock.receive.file')}</Button>}
        <Button kind="main" type="submit" keyName="Enter" busy={open.busy}>
          {t(`stock.${kind}.begin`)}
        </Button>
      </div>
      {kind === 'receive' && <p className="quiet small">{t('stock.receive.fileHint')}</p>}
    </form>
  );
}
