import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HolderWithTokens } from '../../domain/holder.ts';
import { holderName } from '../../domain/holder.ts';
import { codeColumn } from '../acts/code-column.tsx';
import { useLiveCodes } from '../acts/live-codes.ts';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { ListDetail } from '../controls/list-detail.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { useSearchKeys } from '../controls/search-keys.ts';
import { usePeople } from '../queries.ts';
import type { ChosenAccount } from './accounts.tsx';
import { PeopleDetail } from './people-detail.tsx';
import { PeoplePlaces } from './people-places.tsx';

const idOf = (person: Pick<HolderWithTokens, 'realm' | 'username'>) => `${person.realm}/${person.username}`;

/** Everybody the server told of, found as one types; what they hold, and the way to a token for them. */
export function People({ onServer }: { readonly onServer: (person: ChosenAccount) => void }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<HolderWithTokens>();
  const search = useSearchKeys();
  const people = usePeople(query);
  const codes = useLiveCodes();
  const rows = people.data?.pages.flatMap((page) => page.rows) ?? [];
  // A person whose tokens have changed meanwhile is shown as they are now.
  const person = chosen && (rows.find((row) => idOf(row) === idOf(chosen)) ?? chosen);
  return (
    <Page
      title={t('nav.people')}
      tools={
        <>
          <PeoplePlaces />
          <SearchField label={t('people.search')} value={query} onChange={setQuery} {...search} />
        </>
      }
    >
      <ListDetail
        chosen={person && idOf(person)}
        title={person && holderName(person)}
        detail={person && <PeopleDetail person={person} onServer={() => onServer(person)} />}
        hint={rows.length > 0 ? t('people.hint') : undefined}
        onClose={() => setChosen(undefined)}
        list={
          people.error !== null ? (
            <ListProblem query={people} />
          ) : (
            <DataTable
              label={t('nav.people')}
              columns={[
                { id: 'name', name: t('people.name'), heads: true, cell: holderName },
                ...codeColumn(t, codes),
                { id: 'username', name: t('people.username'), cell: (row) => row.username },
                { id: 'office', name: t('people.office'), cell: (row) => row.office },
                { id: 'email', name: t('people.email'), cell: (row) => row.email, hidden: true },
                { id: 'realm', name: t('people.realm'), cell: (row) => row.realm, hidden: true },
                {
                  id: 'holds',
                  name: t('people.holds'),
                  cell: (row) => t('people.count', { count: row.tokens.length }),
                },
              ]}
              rows={rows}
              rowId={idOf}
              chosen={person && idOf(person)}
              onOpen={setChosen}
              total={people.data?.pages[0]?.total ?? 0}
              loading={people.isPending || people.isFetchingNextPage}
              onMore={people.hasNextPage ? () => void people.fetchNextPage() : undefined}
              empty={
                query === '' ? (
                  <Empty what={t('people.none')} begin={t('people.begin')} />
                ) : (
                  <Empty what={t('people.noMatch', { query })} begin={t('people.tryOther')} />
                )
              }
            />
          )
        }
      />
    </Page>
  );
}
