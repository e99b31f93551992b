import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account, AccountToken } from '../../domain/account.ts';
import { accountName } from './account-name.ts';
import { useAccounts } from './account-pages.ts';
import { AssignFrame } from './assign-frame.tsx';
import { PickList } from './pick-list.tsx';

const idOf = ({ realm, username }: Account) => `${realm}/${username}`;

/** A person for one token of the stock. */
export function AssignToPerson({ token, onClose }: { readonly token: AccountToken; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<Account>();
  const people = useAccounts(query);
  const rows = people.data?.pages.flatMap((page) => page.rows);
  return (
    <AssignFrame
      title={t('accounts.act.assign.title', { serial: token.serial })}
      serial={token.serial}
      owner={chosen}
      onClose={onClose}
    >
      <PickList
        searchLabel={t('accounts.search')}
        label={t('accounts.whoGets')}
        query={query}
        onQuery={(text) => {
          setQuery(text);
          setChosen(undefined);
        }}
        found={rows?.map((row) => ({
          value: idOf(row),
          label: accountName(row),
          hint: [row.username, row.realm].join(' · '),
        }))}
        more={people.hasNextPage}
        none={t('accounts.nobodyFound')}
        value={chosen && idOf(chosen)}
        onChange={(id) => setChosen(rows?.find((row) => idOf(row) === id))}
        problem={people}
      />
    </AssignFrame>
  );
}
