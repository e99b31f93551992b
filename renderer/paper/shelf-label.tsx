import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { Segments } from '../controls/choices.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { ask } from '../keydesk.ts';
import { ShelfLabelSheet, TokenLabelSheet } from './label-sheets.tsx';
import { PaperDesk } from './paper-desk.tsx';
import { spoken } from './spoken.ts';

/** Where a turn of labels begins: after which serial, and how many came before it. */
interface Turn {
  readonly after: string | undefined;
  readonly before: number;
}

const firstTurn: Turn = { after: undefined, before: 0 };

/** A label for an office's shelf, or one for each token that lies on it. */
export function ShelfLabel({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation();
  const [what, setWhat] = useState<'whole' | 'each'>('whole');
  const [turn, setTurn] = useState(firstTurn);
  const shelf = useQuery({
    queryKey: ['stock/shelf', id, turn.after],
    queryFn: () => ask('stock/shelf', { office: id, after: turn.after }),
    placeholderData: keepPreviousData,
  });
  if (shelf.error !== null) return <ListProblem query={shelf} />;
  if (shelf.data === undefined) return <Waiting />;
  const { office, models, tokens, next } = shelf.data;
  const count = models.reduce((sum, one) => sum + one.count, 0);
  return (
    <PaperDesk
      kind={what === 'whole' ? 'shelf-label' : 'token-label'}
      subject={/^[\w-]{1,64}$/.test(id) ? id : ''}
      form="label"
      language={spoken(i18n.language) ?? 'en'}
      choices={
        tokens.length > 0 && (
          <>
            <Segments
              label={t('paper.shelf.what')}
              choices={[
                { value: 'whole', label: t('paper.shelf.whole') },
                { value: 'each', label: t('paper.shelf.each') },
              ]}
              value={what}
              onChange={setWhat}
            />
            {what === 'each' && count > tokens.length && (
              <div className="row">
                <span className="quiet" role="status">
                  {t('paper.shelf.from', { first: turn.before + 1, last: turn.before + tokens.length, count })}
                </span>
                <Button
                  kind="plain"
                  onPress={() =>
                    setTurn(next === null ? firstTurn : { after: next, before: turn.before + tokens.length })
                  }
                >
                  {t(next === null ? 'paper.shelf.first' : 'paper.shelf.next')}
                </Button>
              </div>
            )}
          </>
        )
      }
    >
      {(size) =>
        what === 'whole' ? (
          <ShelfLabelSheet facts={{ office: office.name, models }} size={size} />
        ) : (
          tokens.map(({ serial, model }) => (
            <TokenLabelSheet key={serial} facts={{ serial, model, office: office.name }} size={size} />
          ))
        )
      }
    </PaperDesk>
  );
}
