import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaperSize } from '../../domain/paper/paper-size.ts';
import { Grouped } from '../controls/grouped.tsx';
import { whichDay } from '../i18n/when.ts';
import { fittingLine, fittingSize } from './fit.ts';
import './label.css';
import { Qr } from './qr.tsx';
import { Sheet } from './sheet.tsx';

/** One shelf as its label tells it. */
export interface ShelfFacts {
  readonly office: string;
  /** Each model and how many lie there. */
  readonly models: readonly { readonly model: string; readonly count: number }[];
  /** When it was so; now, if it is not said. */
  readonly at?: Date;
}

export interface TokenFacts {
  readonly serial: string;
  readonly model: string;
  readonly office: string;
}

const mmPerPoint = 25.4 / 72;

/** Everything on a label grows with it: margins and the code with its shorter side. */
function measuresOf({ widthMm, heightMm }: PaperSize) {
  const margin = Math.max(1.5, Math.min(widthMm, heightMm) * 0.07);
  const code = Math.min(heightMm - 2 * margin, widthMm * 0.42);
  return { margin, code, textMm: widthMm - 2 * margin, insideMm: heightMm - 2 * margin };
}

interface Labelled<T> {
  readonly facts: T;
  readonly size: PaperSize;
}

/** What a shelf holds, for whoever stands before it. */
export function ShelfLabelSheet({ facts, size }: Labelled<ShelfFacts>) {
  const { t, i18n } = useTranslation();
  const { margin, textMm, insideMm } = measuresOf(size);
  const { office, at = new Date() } = facts;
  const models = facts.models.map((one) => ({ ...one, model: one.model || t('paper.shelf.noModel') }));
  const all = models.reduce((sum, { count }) => sum + count, 0);
  const asOf = t('paper.shelf.asOf', { day: whichDay(at, i18n.language), count: all });
  const byHeight = (insideMm * 0.42) / Math.max(2, models.length) / (mmPerPoint * 1.25);
  const byWidth = models.map(({ model, count }) => fittingLine(`${model}    ${count}`, textMm, 20));
  const rowPt = Math.max(5, Math.min(byHeight, 20, ...byWidth));
  const shown = Math.max(1, Math.floor((insideMm * 0.42) / (rowPt * mmPerPoint * 1.25)));
  const rest = models.slice(shown - 1);
  const rows =
    models.length <= shown
      ? models
      : [
          ...models.slice(0, shown - 1),
          { model: t('paper.shelf.others'), count: rest.reduce((sum, { count }) => sum + count, 0) },
        ];
  const name = { widthMm: textMm, heightMm: insideMm * 0.4, largest: Math.min(44, insideMm * 0.95), smallest: 4.5 };
  return (
    <Sheet className="label-sheet" label={t('paper.title.shelf-label')}>
      <div className="shelf-label" style={{ padding: `${margin}mm` }}>
        <h2 style={{ fontSize: `${fittingSize(office, name)}pt` }}>{office}</h2>
        <dl style={{ fontSize: `${rowPt}pt` }}>
          {rows.map(({ model, count }) => (
            <div key={model}>
              <dt className="one-line">{model}</dt>
              <dd className="mono">{count}</dd>
            </div>
          ))}
        </dl>
        <p className="quiet" style={{ fontSize: `${fittingLine(asOf, textMm, Math.min(10, insideMm * 0.3))}pt` }}>
          {asOf}
        </p>
      </div>
    </Sheet>
  );
}

/** One token's number for eyes and for a scanner: the code holds the bare serial, as a scanner types it. */
export function TokenLabelSheet({ facts, size }: Labelled<TokenFacts>) {
  const { t } = useTranslation();
  const { margin, code, textMm, insideMm } = measuresOf(size);
  const { serial, model, office } = facts;
  const besideMm = textMm - code - margin;
  // A group's gap is half a figure wide.
  const serialPt = fittingLine(serial + ' '.repeat(Math.floor((serial.length - 1) / 4)), besideMm, 24);
  const room = { widthMm: besideMm, heightMm: insideMm * 0.34, largest: Math.max(5, serialPt * 0.62), smallest: 4.5 };
  return (
    <Sheet className="label-sheet" label={t('paper.tokenLabel', { serial })}>
      <div
        className="token-label"
        style={{ padding: `${margin}mm`, gap: `${margin}mm`, '--code': `${code}mm` } as CSSProperties}
      >
        <Qr text={serial} label={t('paper.tokenCode')} />
        <div>
          <p className="mono" style={{ fontSize: `${serialPt}pt` }}>
            <Grouped>{serial}</Grouped>
          </p>
          <p style={{ fontSize: `${fittingSize(model, room)}pt` }}>{model}</p>
          <p className="quiet" style={{ fontSize: `${fittingSize(office, room)}pt` }}>
            {office}
          </p>
        </div>
      </div>
    </Sheet>
  );
}
