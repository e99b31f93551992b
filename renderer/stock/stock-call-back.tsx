import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { useAction } from '../keydesk.ts';
import { useStockChanged } from './stock-queries.ts';

interface CallBackProps {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** How many have not arrived. */
  readonly count: number;
}

/** Whoever sent a box has it again: asked before, because the tokens are looked for here from then on. */
export function CallBack({ id, from, to, count }: CallBackProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const callBack = useAction('stock/call-back');
  const changed = useStockChanged();
  const close = () => {
    callBack.forget();
    setAsking(false);
  };
  const confirm = async () => {
    const done = await callBack.run({ id });
    changed();
    if (done !== undefined) setAsking(false);
  };
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t('stock.shipment.callBack.ask')}</Button>
      <Dialog title={t('stock.shipment.callBack.title')} isOpen={asking} onClose={close}>
        <p>{t('stock.shipment.callBack.lead', { count, office: from, other: to })}</p>
        <p className="quiet">{t('stock.shipment.callBack.arrives')}</p>
        {callBack.failure !== undefined && <Problem failure={callBack.failure} />}
        <div className="dialog-foot">
          <Button keyName="Escape" onPress={close}>
            {t('stock.shipment.callBack.no')}
          </Button>
          <Button kind="main" busy={callBack.busy} onPress={() => void confirm()}>
            {t('stock.shipment.callBack.yes')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
