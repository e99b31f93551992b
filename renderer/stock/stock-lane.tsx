import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Reply } from '../../domain/contract/ipc.ts';
import type { Heard } from '../../domain/contract/stock.ts';
import { Button } from '../controls/button.tsx';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { ListProblem } from '../controls/list-problem.tsx';
import { Problem } from '../controls/problem.tsx';
import { useAction } from '../keydesk.ts';
import { StockDifferences } from './stock-differences.tsx';
import { StockDone } from './stock-done.tsx';
import { namesOf } from './stock-drafts.tsx';
import { StockHeard } from './stock-heard.tsx';
import { StockInput } from './stock-input.tsx';
import { StockLines } from './stock-lines.tsx';
import { StockOrder } from './stock-order.tsx';
import { useStock, useStockChanged } from './stock-queries.ts';
import { useTouches } from './stock-touches.ts';

type Shown = Reply<'stock/draft'>;
type Closed = Reply<'stock/close'>;

/** Token by token: received, counted, packed or unpacked, until it is closed as its record. */
export function StockLane({ id }: { readonly id: string }) {
  const [closed, setClosed] = useState<{ readonly draft: Shown; readonly closed: Closed }>();
  return closed === undefined ? (
    <Open id={id} onClosed={(draft, done) => setClosed({ draft, closed: done })} />
  ) : (
    <StockDone draft={closed.draft} closed={closed.closed} />
  );
}

interface OpenProps {
  readonly id: string;
  readonly onClosed: (draft: Shown, closed: Closed) => void;
}

function Open({ id, onClosed }: OpenProps) {
  const [comparing, setComparing] = useState(false);
  const draft = useStock('stock/draft', { id });
  if (draft.error !== null) return <ListProblem query={draft} />;
  if (draft.data === undefined) return null;
  const { data } = draft;
  if (comparing) {
    return (
      <StockDifferences draft={data} onBack={() => setComparing(false)} onClosed={(closed) => onClosed(data, closed)} />
    );
  }
  return <Touching draft={data} onCompare={() => setComparing(true)} onClosed={(closed) => onClosed(data, closed)} />;
}

interface TouchingProps {
  readonly draft: Shown;
  readonly onCompare: () => void;
  readonly onClosed: (closed: Closed) => void;
}

function Touching({ draft, onCompare, onClosed }: TouchingProps) {
  const { t } = useTranslation();
  const [heard, setHeard] = useState<Heard>();
  const changed = useStockChanged();
  const close = useAction('stock/close');
  const heading = useHeadingFocus(draft.kind);
  const hear = (news: Heard) => {
    setHeard(news);
    changed();
  };
  const touching = useTouches(draft.id, hear);
  const compares = draft.expected !== null;
  const finish = async () => {
    if (compares) return onCompare();
    const closed = await close.run({ id: draft.id, lost: [], taken: [] });
    if (closed === undefined) return changed();
    onClosed(closed.value);
    changed();
  };
  const failure = close.failure ?? touching;
  return (
    <div className="stock-lane">
      <div className="stock-now">
        <p className="stock-count">
          <strong>
            {draft.expected === null
              ? draft.count
              : t('stock.lane.ofExpected', { there: draft.there, expected: draft.expected })}
          </strong>
          <span className="quiet">{t(`stock.${draft.kind}.counted`)}</span>
          {draft.count > draft.there && (
            <span className="quiet">{t('stock.lane.surplus', { count: draft.count - draft.there })}</span>
          )}
        </p>
        <div className="stack">
          <h2 ref={heading} tabIndex={-1} className="question">
            {t(`stock.${draft.kind}.now`, namesOf(draft))}
          </h2>
          <p className="measure">{t(`stock.${draft.kind}.how`)}</p>
          <StockHeard heard={heard} kind={draft.kind} />
        </div>
      </div>
      {failure !== undefined && <Problem failure={failure} />}
      <div className="stock-entry">
        {draft.kind === 'receive' && <StockOrder draft={draft} onChanged={changed} />}
        <StockInput draft={draft} onHeard={hear} />
      </div>
      <StockLines draft={draft} onChanged={changed} />
      <Foot draft={draft} busy={close.busy} onFinish={() => void finish()} />
    </div>
  );
}

interface FootProps {
  readonly draft: Shown;
  readonly busy: boolean;
  readonly onFinish: () => void;
}

function Foot({ draft, busy, onFinish }: FootProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const discard = useAction('stock/discard');
  const changed = useStockChanged();
  const [asked, setAsked] = useState(false);
  const home = draft.kind === 'receive' || draft.kind === 'count' ? `/stock/${draft.kind}` : '/stock/shipments';
  const put = async () => {
    if ((await discard.run({ id: draft.id })) === undefined) return;
    go(home);
    changed();
  };
  return (
    <div className="stock-foot">
      {asked ? (
        <>
          <p>{t('stock.lane.discardSure', { count: draft.count })}</p>
          <Button onPress={() => setAsked(false)}>{t('stock.lane.keep')}</Button>
          <Button kind="refuse" busy={discard.busy} onPress={() => void put()}>
            {t('stock.lane.discardYes')}
          </Button>
        </>
      ) : (
        <>
          <Button kind="plain" onPress={() => setAsked(true)}>
            {t('stock.lane.discard')}
          </Button>
          <Button onPress={() => go(home)}>{t('stock.lane.later')}</Button>
          <Button kind="main" busy={busy} onPress={onFinish}>
            {t(`stock.${draft.kind}.finish`, namesOf(draft))}
          </Button>
        </>
      )}
    </div>
  );
}
