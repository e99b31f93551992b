import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Draft } from '../../domain/contract/stock.ts';
import { useSpoken } from '../controls/spoken.tsx';
import { when } from '../i18n/when.ts';
import { useStock } from './stock-queries.ts';

/** What was begun and is not closed: it waits as it was left. */
export function StockDrafts({ kinds }: { readonly kinds: readonly Draft['kind'][] }) {
  const { t } = useTranslation();
  const drafts = useStock('stock/drafts').data?.filter(({ kind }) => kinds.includes(kind)) ?? [];
  if (drafts.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="stock-open">
      <h2 id="stock-open" className="large">
        {t('stock.open.title')}
      </h2>
      <ul className="stock-lines">
        {drafts.map((draft) => (
          <li key={draft.id}>
            <Link href={`/stock/draft/${draft.id}`}>{t(`stock.open.${draft.kind}`, namesOf(draft))}</Link>
            <Since draft={draft} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Since when, by whom, and how far. */
function Since({ draft: { openedAt, count, ...draft } }: { readonly draft: Draft }) {
  const { t, i18n } = useTranslation();
  const controller = useSpoken(draft.controller);
  return (
    <span className="quiet small">
      {t('stock.open.since', { since: when(openedAt, i18n.language), controller, count })}
    </span>
  );
}

/** What the words about a draft are filled with. */
export function namesOf({ office, other, order }: Draft) {
  return { office: office.name, other: other?.name ?? '', order };
}
