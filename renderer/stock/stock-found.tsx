import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { FoundToken } from '../../domain/contract/stock.ts';
import { readScan } from '../../domain/stock/scan.ts';
import { ActStarts, actsFor } from '../acts/act-starts.tsx';
import { Button } from '../controls/button.tsx';
import { Facts } from '../controls/facts.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { TextField } from '../controls/text-field.tsx';
import { TokenDrawing } from '../controls/token-drawing.tsx';
import { useAppState, useAttached } from '../queries.ts';
import { Serial } from '../tokens/tokens-serial.tsx';
import { TokenStateWord } from '../tokens/tokens-state.tsx';
import { elsewhereStep, type FoundStep, stepFor } from './found-step.ts';
import { useStock } from './stock-queries.ts';

/** A token that somebody found: plugged in or typed, it is told whose it is, and what to do with it. */
export function StockFound({ serial }: { readonly serial: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [typed, setTyped] = useState(serial);
  const attached = useAttached().data?.tokens;
  const plugged = attached?.filter(({ token }) => !token.practice).at(-1)?.token;
  const seen = useRef<string>(undefined);
  useEffect(() => {
    if (attached === undefined) return;
    const before = seen.current;
    seen.current = plugged?.presence ?? 'none';
    if (plugged?.serial === undefined || plugged.presence === before) return;
    // What was in the port already is asked about only where nothing else is.
    if (before === undefined && serial !== '') return;
    setTyped(plugged.serial);
    go(`/stock/found/${plugged.serial}`, { replace: true });
  }, [attached, plugged, serial, go]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '') go(`/stock/found/${placeOf(typed)}`, { replace: true });
  };
  return (
    <div className="stock-part">
      <form className="stock-new" onSubmit={submit}>
        <TextField label={t('stock.found.serial')} value={typed} onChange={setTyped} maxLength={100} mono />
        <Button type="submit">{t('stock.found.look')}</Button>
      </form>
      {serial === '' ? (
        <div className="stock-found">
          <TokenDrawing model="" state="absent" />
          <div className="stack">
            <h2 className="question">{t('stock.found.title')}</h2>
            <p className="measure">{t('stock.found.lead')}</p>
          </div>
        </div>
      ) : (
        <Found serial={serial} />
      )}
    </div>
  );
}

/** What was typed as part of an address: the serial in it, or whatever letters it has. */
function placeOf(typed: string): string {
  const read = readScan(typed);
  return 'serial' in read ? read.serial : typed.replace(/[^\w-]/g, '') || '-';
}

function Found({ serial }: { readonly serial: string }) {
  const { t } = useTranslation();
  const found = useStock('stock/look', { serial });
  if (found.error !== null) return <ListProblem query={found} />;
  if (found.data === undefined) return null;
  if (found.data === null) return <p role="alert">{t('stock.found.noSerial', { text: serial })}</p>;
  return <Known token={found.data} />;
}

function Known({ token }: { readonly token: FoundToken }) {
  const { t } = useTranslation();
  const isElsewhere = useAppState().data?.station?.kind === 'privacyidea';
  const { serial, model, state, office, hasSeed, holder, was, shipment, isHere } = token;
  const step = stepFor(token);
  return (
    <div className="stock-found">
      <TokenDrawing model={model} state={isHere ? 'plugged' : 'absent'} />
      <div className="column">
        <div className="stack">
          <h2 className="question">
            <Serial serial={serial} />
          </h2>
          <p className="large">
            {holder === null ? t('stock.found.nobodys') : t('stock.found.whose', { name: holder.name })}
          </p>
        </div>
        <Facts
          facts={[
            [
              t('tokens.state.title'),
              state === null ? t('stock.found.unknown') : <TokenStateWord key="state" state={state} />,
            ],
            [t('stock.office'), office?.name ?? ''],
            [t('stock.found.holderOffice'), holder?.office ?? ''],
            [t('stock.found.was'), was === holder?.name ? '' : was],
            [t('tokens.model'), model],
            [
              t('stock.shelf.seed'),
              state === 'in stock' || state === 'blank'
                ? t(hasSeed ? 'stock.shelf.hasSeed' : 'stock.shelf.noSeed')
                : '',
            ],
            [
              t('stock.found.inBox'),
              shipment === null ? '' : t('stock.shipment.fromTo', { from: shipment.from, to: shipment.to }),
            ],
          ]}
        />
        <div className="stack">
          <h3 className="large">{t('stock.found.next')}</h3>
          <p className="measure">
            {isElsewhere
              ? t(`stock.found.elsewhere.${elsewhereStep(step)}`, { name: holder?.name ?? '' })
              : t(`stock.found.step.${step}`, { name: holder?.name ?? '', office: office?.name ?? '' })}
          </p>
          <div className="row">
            {state !== null && <ActStarts token={serial} acts={actsFor(state, isHere)} />}
            {!isElsewhere && <Shelf token={token} step={step} />}
          </div>
        </div>
      </div>
    </div>
  );
}

/** What is next where shelves are kept. */
function Shelf({ token, step }: { readonly token: FoundToken; readonly step: FoundStep }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { shipment } = token;
  return (
    <>
      {step === 'unknown' && <Button onPress={() => go('/stock/receive')}>{t('stock.receive.begin')}</Button>}
      {(step === 'reprogram' || step === 'quarantined') && (
        <Button onPress={() => go('/stock/reprogram')}>{t('reprogram.tab')}</Button>
      )}
      {step === 'shelf' && <Button onPress={() => go('/stock/shipments')}>{t('stock.pack.begin')}</Button>}
      {shipment !== null && (
        <Button onPress={() => go(`/stock/shipment/${shipment.id}`)}>{t('stock.arrive.look')}</Button>
      )}
    </>
  );
}
