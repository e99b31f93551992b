import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from '../../domain/contract/stock.ts';
import { TextField } from '../controls/text-field.tsx';
import { useAction } from '../keydesk.ts';

interface StockOrderProps {
  readonly draft: Draft;
  readonly onChanged: () => void;
}

/** The number of the order, kept as it is typed. */
export function StockOrder({ draft, onChanged }: StockOrderProps) {
  const { t } = useTranslation();
  const [order, setOrder] = useState(draft.order);
  const keep = useAction('stock/order');
  return (
    <div className="stock-order">
      <TextField
        label={t('stock.receive.order')}
        value={order}
        maxLength={200}
        onChange={(text) => {
          setOrder(text);
          void keep.run({ id: draft.id, order: text }).then(onChanged);
        }}
      />
    </div>
  );
}
