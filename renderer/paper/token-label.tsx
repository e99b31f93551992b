import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Empty } from '../controls/empty.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { ask } from '../keydesk.ts';
import { TokenLabelSheet } from './label-sheets.tsx';
import { PaperDesk } from './paper-desk.tsx';
import { spoken } from './spoken.ts';

/** The label of one token, for its box or its bag; a token itself is never written on. */
export function TokenLabel({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation();
  const tokens = useQuery({
    queryKey: ['tokens/list', 'label', id],
    queryFn: () => ask('tokens/list', { query: id, limit: 200 }),
  });
  if (tokens.error !== null) return <ListProblem query={tokens} />;
  if (tokens.data === undefined) return <Waiting />;
  const token = tokens.data.rows.find(({ serial }) => serial === id);
  if (token === undefined) return <Empty what={t('paper.noToken', { serial: id })} begin={t('paper.noTokenHint')} />;
  return (
    <PaperDesk kind="token-label" subject={id} form="label" language={spoken(i18n.language) ?? 'en'}>
      {(size) => <TokenLabelSheet facts={{ serial: id, model: token.model, office: '' }} size={size} />}
    </PaperDesk>
  );
}
