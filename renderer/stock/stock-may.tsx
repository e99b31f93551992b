import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import { Empty } from '../controls/empty.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { useStock } from './stock-queries.ts';

type Office = Reply<'stock/offices'>['offices'][number];

/** What only whoever keeps a shelf may do, with the offices in question; else why not, and who can help. */
export function StockMay({
  children,
}: {
  readonly children: (offices: readonly Office[], all: readonly Office[]) => ReactNode;
}) {
  const { t } = useTranslation();
  const offices = useStock('stock/offices');
  if (offices.error !== null) return <ListProblem query={offices} />;
  if (offices.data === undefined) return null;
  const { problem } = offices.data;
  if (problem !== null) return <Empty what={t(`stock.may.${problem}.what`)} begin={t(`stock.may.${problem}.begin`)} />;
  return children(
    offices.data.offices.filter(({ own }) => own),
    offices.data.offices,
  );
}
