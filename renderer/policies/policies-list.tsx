import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAdministrative } from '../administration/session.ts';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { useSearchKeys } from '../controls/search-keys.ts';

/** Every policy of the server, found as one types. */
export function PoliciesList() {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const search = useSearchKeys();
  const policies = useAdministrative('policies/list');
  const wanted = query.trim().toLowerCase();
  const rows = (policies.data ?? []).filter(({ policy }) =>
    [policy.name, policy.scope, policy.description, ...policy.realm, ...Object.keys(policy.action)].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  );
  return (
    <Page
      title={t('nav.policies')}
      tools={<SearchField label={t('policy.search')} value={query} onChange={setQuery} {...search} />}
    >
      {policies.error !== null ? (
        <ListProblem query={policies} />
      ) : (
        <DataTable
          label={t('nav.policies')}
          columns={[
            { id: 'name', name: t('policy.name'), heads: true, cell: ({ policy }) => policy.name },
            { id: 'scope', name: t('policy.scope'), cell: ({ policy }) => policy.scope },
            { id: 'priority', name: t('policy.priority'), cell: ({ policy }) => policy.priority },
            { id: 'realm', name: t('policy.realm'), cell: ({ policy }) => policy.realm.join(', ') },
          ]}
          rows={rows}
          rowId={({ policy }) => policy.name}
          loading={policies.isPending}
          empty={
            query === '' ? (
              <Empty what={t('policy.none')} begin={t('policy.begin')} />
            ) : (
              <Empty what={t('policy.noMatch', { query })} begin={t('people.tryOther')} />
            )
          }
        />
      )}
    </Page>
  );
}
