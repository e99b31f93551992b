import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import { Button } from '../controls/button.tsx';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { ListProblem } from '../controls/list-problem.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import { useAction } from '../keydesk.ts';
import { namesOf } from './stock-drafts.tsx';
import { meaningOf, useHeardWords } from './stock-heard.tsx';
import { useStock, useStockChanged } from './stock-queries.ts';

interface StockDifferencesProps {
  readonly draft: Reply<'stock/draft'>;
  readonly onBack: () => void;
  readonly onClosed: (closed: Reply<'stock/close'>) => void;
}

/** As many as anybody ticks one by one; the rest go by the box for all of them. */
const shownAtOnce = 200;

/** What is missing and what is too much, and what becomes of each, decided before it is recorded. */
export function StockDifferences({ draft, onBack, onClosed }: StockDifferencesProps) {
  const { t } = useTranslation();
  const report = useStock('stock/report', { id: draft.id });
  const close = useAction('stock/close');
  const changed = useStockChanged();
  const words = useHeardWords();
  const heading = useHeadingFocus('differences');
  const [lost, setLost] = useState<ReadonlySet<string>>(new Set());
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  if (report.error !== null) return <ListProblem query={report} />;
  if (report.data === undefined) return null;
  const { there, shown, missing, surplus } = report.data;
  const kind = draft.kind === 'arrive' ? 'arrive' : 'count';
  const save = async () => {
    const among = (some: ReadonlySet<string>, all: readonly { readonly serial: string }[]) =>
      all.flatMap(({ serial }) => (some.has(serial) ? [serial] : []));
    const gone = among(lost, missing);
    const left = missing.flatMap(({ serial }) => (lost.has(serial) ? [] : [serial]));
    // Of many, the fewer are named: no more than anybody ticked one by one.
    const decided = gone.length > left.length ? { allBut: left, shown } : gone;
    const closed = await close.run({ id: draft.id, lost: decided, taken: among(taken, surplus) });
    if (closed === undefined) return changed();
    onClosed(closed.value);
    changed();
  };
  return (
    <div className="stock-lane">
      <h2 ref={heading} tabIndex={-1} className="question">
        {t(missing.length + surplus.length === 0 ? `stock.${kind}.whole` : `stock.${kind}.differs`, namesOf(draft))}
      </h2>
      <p>{t('stock.lane.there', { count: there })}</p>
      {close.failure !== undefined && <Problem failure={close.failure} />}
      {missing.length > 0 && (
        <Some
          title={t('stock.lane.missing', { count: missing.length })}
          lead={t(`stock.${kind}.missingLead`)}
          word={t(`stock.${kind}.lose`)}
          serials={missing.map(({ serial }) => serial)}
          ticked={lost}
          onTicked={setLost}
          detail={(serial) => missing.find((one) => one.serial === serial)?.model ?? ''}
        />
      )}
      {surplus.length > 0 && (
        <section className="stack" aria-labelledby="stock-surplus">
          <h3 id="stock-surplus" className="large">
            {t('stock.lane.tooMuch', { count: surplus.length })}
          </h3>
          <p className="measure">{t(`stock.${kind}.surplusLead`)}</p>
          <ul className="stock-differences">
            {surplus.slice(0, shownAtOnce).map((one) => (
              <li key={one.serial}>
                {kind === 'count' && one.canTake ? (
                  <TickBox
                    label={t('stock.count.take', { serial: one.serial })}
                    hint={words(one, draft.kind)}
                    isSelected={taken.has(one.serial)}
                    onChange={(ticked) => setTaken(withOrWithout(taken, one.serial, ticked))}
                  />
                ) : (
                  <p>
                    <span className="mono">{one.serial}</span>{' '}
                    <Sign meaning={meaningOf(one.said, true)}>{words(one, draft.kind)}</Sign>
                  </p>
                )}
              </li>
            ))}
          </ul>
          {surplus.length > shownAtOnce && (
            <p className="quiet small">{t('stock.lane.more', { count: surplus.length - shownAtOnce })}</p>
          )}
        </section>
      )}
      <div className="stock-foot">
        <Button onPress={onBack}>{t('stock.lane.lookAgain')}</Button>
        <Button kind="main" busy={close.busy} onPress={() => void save()}>
          {t(`stock.${kind}.record`)}
        </Button>
      </div>
    </div>
  );
}

interface SomeProps {
  readonly title: string;
  readonly lead: string;
  readonly word: string;
  readonly serials: readonly string[];
  readonly ticked: ReadonlySet<string>;
  readonly onTicked: (ticked: ReadonlySet<string>) => void;
  readonly detail: (serial: string) => string;
}

/** A list of serials, each with a box, and one box for all of them. */
function Some({ title, lead, word, serials, ticked, onTicked, detail }: SomeProps) {
  const { t } = useTranslation();
  const all = serials.every((serial) => ticked.has(serial));
  return (
    <section className="stack" aria-label={title}>
      <h3 className="large">{title}</h3>
      <p className="measure">{lead}</p>
      {serials.length > 1 && (
        <TickBox
          label={t('stock.lane.all', { count: serials.length, word })}
          isSelected={all}
          onChange={(wanted) => onTicked(new Set(wanted ? serials : []))}
        />
      )}
      <ul className="stock-differences">
        {serials.slice(0, shownAtOnce).map((serial) => (
          <li key={serial}>
            <TickBox
              label={`${serial}: ${word}`}
              hint={detail(serial)}
              isSelected={ticked.has(serial)}
              onChange={(wanted) => onTicked(withOrWithout(ticked, serial, wanted))}
            />
          </li>
        ))}
      </ul>
      {serials.length > shownAtOnce && (
        <p className="quiet small">{t('stock.lane.more', { count: serials.length - shownAtOnce })}</p>
      )}
    </section>
  );
}

function withOrWithout(some: ReadonlySet<string>, serial: string, wanted: boolean): ReadonlySet<string> {
  const next = new Set(some);
  if (wanted) next.add(serial);
  else next.delete(serial);
  return next;
}
