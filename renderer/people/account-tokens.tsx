import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountToken } from '../../domain/account.ts';
import { May } from '../administration/may.tsx';
import { Button } from '../controls/button.tsx';
import { Segments } from '../controls/choices.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { useSearchKeys } from '../controls/search-keys.ts';
import { when } from '../i18n/when.ts';
import { ownerName } from './account-name.ts';
import { type TokenSearch, useAccountTokens } from './account-pages.ts';
import { AccountTokenPage } from './account-token.tsx';
import { AccountTokenWord } from './account-token-state.tsx';
import type { ChosenAccount } from './accounts.tsx';
import { EnrolToken } from './enrol-token.tsx';
import { FindToken } from './find-token.tsx';
import { PeoplePlaces } from './people-places.tsx';

const ways = ['serial', 'description', 'owner'] as const;
const whoses = ['all', 'somebody', 'nobody'] as const;

/** Every token of the server, those in stock too: by serial, by description, by whose it is, or by a touch. */
export function AccountTokens({ onOwner }: { readonly onOwner: (owner: ChosenAccount) => void }) {
  const { t, i18n } = useTranslation();
  const [search, setSearch] = useState<TokenSearch>({ query: '', by: 'serial', whose: 'all' });
  const [serial, setSerial] = useState<string>();
  const [open, setOpen] = useState<'find' | 'enrol'>();
  const keys = useSearchKeys();
  const tokens = useAccountTokens(search);
  const rows = tokens.data?.pages.flatMap((page) => page.rows) ?? [];
  if (serial !== undefined) {
    return <AccountTokenPage serial={serial} onBack={() => setSerial(undefined)} onOwner={onOwner} />;
  }
  const close = () => setOpen(undefined);
  const change = (some: Partial<TokenSearch>) => setSearch({ ...search, ...some });
  return (
    <Page
      title={t('nav.people')}
      tools={
        <>
          <PeoplePlaces />
          <SearchField
            label={t(`accounts.searchBy.${search.by}`)}
            value={search.query}
            onChange={(query) => change({ query })}
            {...keys}
          />
        </>
      }
    >
      <div className="account-tokens">
        <div className="row account-filters">
          <Segments
            label={t('accounts.by')}
            value={search.by}
            onChange={(by) => change({ by })}
            choices={ways.map((value) => ({ value, label: t(`accounts.${value}`) }))}
          />
          <Segments
            label={t('accounts.whose')}
            value={search.whose}
            onChange={(whose) => change({ whose })}
            choices={whoses.map((value) => ({ value, label: t(`accounts.whoses.${value}`) }))}
          />
          <span className="row account-buttons">
            <May right="getserial">
              {(control) => (
                <Button {...control} onPress={() => setOpen('find')}>
                  {t('accounts.find.name')}
                </Button>
              )}
            </May>
            <May right="enrollTOTP">
              {(control) => (
                <Button {...control} onPress={() => setOpen('enrol')}>
                  {t('accounts.enrolStock')}
                </Button>
              )}
            </May>
          </span>
        </div>
        {tokens.error !== null ? (
          <ListProblem query={tokens} />
        ) : (
          <DataTable<AccountToken>
            label={t('accounts.tokensTitle')}
            columns={[
              {
                id: 'serial',
                name: t('accounts.serial'),
                heads: true,
                cell: (row) => <span className="mono">{row.serial}</span>,
              },
              { id: 'state', name: t('accounts.stateTitle'), cell: (row) => <AccountTokenWord token={row} /> },
              {
                id: 'owner',
                name: t('accounts.owner'),
                cell: (row) => (row.owner === null ? t('accounts.nobodys') : ownerName(row.owner)),
              },
              { id: 'type', name: t('accounts.type'), cell: (row) => row.type.toUpperCase() },
              { id: 'description', name: t('accounts.description'), cell: (row) => row.description },
              {
                id: 'used',
                name: t('accounts.lastUsed'),
                cell: (row) => (row.lastUsedAt === null ? t('accounts.never') : when(row.lastUsedAt, i18n.language)),
              },
              { id: 'realms', name: t('accounts.realms'), cell: (row) => row.realms.join(', '), hidden: true },
            ]}
            rows={rows}
            rowId={(row) => row.serial}
            onOpen={(row) => setSerial(row.serial)}
            total={tokens.data?.pages[0]?.total ?? 0}
            loading={tokens.isPending || tokens.isFetchingNextPage}
            onMore={tokens.hasNextPage ? () => void tokens.fetchNextPage() : undefined}
            empty={
              search.query.trim() === '' ? (
                <Empty what={t('accounts.noTokensAtAll')} begin={t('accounts.noTokensBegin')} />
              ) : (
                <Empty what={t('people.noMatch', { query: search.query })} begin={t('accounts.tryOther')} />
              )
            }
          />
        )}
      </div>
      {open === 'find' && <FindToken onClose={close} onFound={setSerial} />}
      {open === 'enrol' && <EnrolToken owner={undefined} name={t('accounts.nobodys')} onClose={close} />}
    </Page>
  );
}
