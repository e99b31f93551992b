import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import type { DraftLine } from '../../domain/contract/stock.ts';
import { Button } from '../controls/button.tsx';
import { Sign } from '../controls/sign.tsx';
import { useAction } from '../keydesk.ts';
import { Serial } from '../tokens/tokens-serial.tsx';
import { meaningOf, useHeardWords } from './stock-heard.tsx';

interface StockLinesProps {
  readonly draft: Reply<'stock/draft'>;
  readonly onChanged: () => void;
}

/** The newest first, each with how it stands now and a way to take it out again. */
export function StockLines({ draft, onChanged }: StockLinesProps) {
  const { t } = useTranslation();
  const words = useHeardWords();
  const takeOut = useAction('stock/take-out');
  const remove = async (serial: string) => {
    await takeOut.run({ id: draft.id, serial });
    onChanged();
  };
  if (draft.lines.length === 0) return null;
  const [newest] = draft.lines;
  return (
    <section className="stack" aria-label={t('stock.lane.lines')}>
      {newest !== undefined && (
        <div>
          <Button kind="plain" busy={takeOut.busy} onPress={() => void remove(newest.serial)}>
            {t('stock.lane.undo', { serial: newest.serial })}
          </Button>
        </div>
      )}
      <ul className="stock-rows">
        {draft.lines.map((line) => (
          <li key={line.serial}>
            <Serial serial={line.serial} />
            <span className="quiet">{line.model}</span>
            <Sign meaning={meaningOf(line.said, true)}>{words(line, draft.kind)}</Sign>
            <span className="quiet small">{t(`stock.how.${howOf(line)}`)}</span>
            <Button
              kind="plain"
              aria-label={t('stock.lane.takeOutOf', { serial: line.serial })}
              onPress={() => void remove(line.serial)}
            >
              {t('stock.lane.takeOut')}
            </Button>
          </li>
        ))}
      </ul>
      {draft.count > draft.lines.length && (
        <p className="quiet small">{t('stock.lane.more', { count: draft.count - draft.lines.length })}</p>
      )}
    </section>
  );
}

const hows = { 'plugged in': 'plugged', scanned: 'scanned', typed: 'typed', file: 'file' } as const;
const howOf = ({ how }: DraftLine) => hows[how];
