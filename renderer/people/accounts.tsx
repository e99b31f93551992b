import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../domain/account.ts';
import { codeColumn } from '../acts/code-column.tsx';
import { useLiveCodesForAdministrators } from '../acts/live-codes.ts';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { ListDetail } from '../controls/list-detail.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { useSearchKeys } from '../controls/search-keys.ts';
import { AccountDetail } from './account-detail.tsx';
import { accountName } from './account-name.ts';
import { useAccounts } from './account-pages.ts';
import { AccountTokenPage } from './account-token.tsx';
import { PeoplePlaces } from './people-places.tsx';

export type ChosenAccount = Pick<Account, 'realm' | 'username'>;

const idOf = ({ realm, username }: ChosenAccount) => `${realm}/${username}`;

interface AccountsProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly chosen: ChosenAccount | undefined;
  readonly onChosen: (account: ChosenAccount | undefined) => void;
}

/** Everybody in every realm of the server, found as one types; what they hold, and what can be done about it. */
export function Accounts({ query, onQuery, chosen, onChosen }: AccountsProps) {
  const { t } = useTranslation();
  const search = useSearchKeys();
  const people = useAccounts(query);
  const codes = useLiveCodesForAdministrators();
  const [serial, setSerial] = useState<string>();
  const rows = people.data?.pages.flatMap((page) => page.rows) ?? [];
  if (serial !== undefined) {
    return <AccountTokenPage serial={serial} onBack={() => setSerial(undefined)} onOwner={onChosen} />;
  }
  const known = chosen && rows.find((row) => idOf(row) === idOf(chosen));
  return (
    <Page
      title={t('nav.people')}
      tools={
        <>
          <PeoplePlaces />
          <SearchField label={t('accounts.search')} value={query} onChange={onQuery} {...search} />
        </>
      }
    >
      <ListDetail
        chosen={chosen && idOf(chosen)}
        title={chosen && (known === undefined ? chosen.username : accountName(known))}
        detail={chosen && <AccountDetail key={idOf(chosen)} {...chosen} onToken={setSerial} />}
        hint={rows.length > 0 ? t('accounts.hint') : undefined}
        onClose={() => onChosen(undefined)}
        list={
          people.error !== null ? (
            <ListProblem query={people} />
          ) : (
            <DataTable
              label={t('accounts.title')}
              columns={[
                { id: 'name', name: t('people.name'), heads: true, cell: accountName },
                ...codeColumn(t, codes),
                { id: 'username', name: t('people.username'), cell: (row) => row.username },
                { id: 'realm', name: t('people.realm'), cell: (row) => row.realm },
                { id: 'email', name: t('people.email'), cell: (row) => row.email },
                { id: 'office', name: t('people.office'), cell: (row) => row.office, hidden: true },
                { id: 'resolver', name: t('accounts.resolver'), cell: (row) => row.resolver, hidden: true },
              ]}
              rows={rows}
              rowId={idOf}
              chosen={chosen && idOf(chosen)}
              onOpen={onChosen}
              count={t(people.hasNextPage ? 'accounts.shownSome' : 'accounts.shown', { count: rows.length })}
              loading={people.isPending || people.isFetchingNextPage}
              onMore={people.hasNextPage ? () => void people.fetchNextPage() : undefined}
              empty={
                query.trim() === '' ? (
                  <Empty what={t('accounts.none')} begin={t('accounts.begin')} />
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
