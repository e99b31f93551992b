import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import { Segments } from '../controls/choices.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { ask } from '../keydesk.ts';
import { ShelfLabelSheet, TokenLabelSheet } from './label-sheets.tsx';
import { PaperDesk } from './paper-desk.tsx';
import { spoken } from './spoken.ts';

type Shelf = Reply<'stock/shelf'>;

/** A label for an office's shelf, or one for each token that lies on it. */
export function ShelfLabel({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation();
  const [what, setWhat] = useState<'whole' | 'each'>('whole');
  const shelf = useQuery({ queryKey: ['stock/shelf', id], queryFn: () => ask('stock/shelf', { office: id }) });
  if (shelf.error !== null) return <ListProblem query={shelf} />;
  if (shelf.data === undefined) return <Waiting />;
  const { office, tokens } = shelf.data;
  return (
    <PaperDesk
      kind={what === 'whole' ? 'shelf-label' : 'token-label'}
      subject={/^[\w-]{1,64}$/.test(id) ? id : ''}
      form="label"
      language={spoken(i18n.language) ?? 'en'}
      choices={
        tokens.length > 0 && (
          <Segments
            label={t('paper.shelf.what')}
            choices={[
              { value: 'whole', label: t('paper.shelf.whole') },
              { value: 'each', label: t('paper.shelf.each') },
            ]}
            value={what}
            onChange={setWhat}
          />
        )
      }
    >
      {(size) =>
        what === 'whole' ? (
          <ShelfLabelSheet facts={{ office: office.name, models: countedModels(tokens) }} size={size} />
        ) : (
          tokens.map(({ serial, model }) => (
            <TokenLabelSheet key={serial} facts={{ serial, model, office: office.name }} size={size} />
          ))
        )
      }
    </PaperDesk>
  );
}

/** How many of each model, the most first. */
function countedModels(tokens: Shelf['tokens']): readonly { readonly model: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { model } of tokens) counts.set(model, (counts.get(model) ?? 0) + 1);
  return [...counts].map(([model, count]) => ({ model, count })).sort((one, other) => other.count - one.count);
}
