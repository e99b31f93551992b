import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ListProblem } from '../controls/list-problem.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { ask } from '../keydesk.ts';
import { PaperDesk } from './paper-desk.tsx';
import { ReceiptSheet } from './receipt-sheet.tsx';
import { spoken } from './spoken.ts';

/** The receipt of a record, in the language in which its holder acknowledged it. */
export function Receipt({ id }: { readonly id: string }) {
  const { i18n } = useTranslation();
  const receipt = useQuery({ queryKey: ['paper/receipt', id], queryFn: () => ask('paper/receipt', { id }) });
  if (receipt.error !== null) return <ListProblem query={receipt} />;
  if (receipt.data === undefined) return <Waiting />;
  const facts = receipt.data;
  return (
    <PaperDesk
      kind="receipt"
      subject={facts.token?.serial ?? ''}
      form="page"
      language={spoken(facts.language) ?? spoken(i18n.language) ?? 'en'}
    >
      {(size) => <ReceiptSheet facts={facts} size={size} />}
    </PaperDesk>
  );
}
