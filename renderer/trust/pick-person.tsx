import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../domain/account.ts';
import { accountName } from '../people/account-name.ts';
import { useAccounts } from '../people/account-pages.ts';
import { PickList } from '../people/pick-list.tsx';

interface PickPersonProps {
  readonly label: string;
  /** Who is there already. */
  readonly without: readonly { readonly realm: string; readonly username: string }[];
  readonly chosen: Account | undefined;
  readonly onChosen: (person: Account | undefined) => void;
}

const idOf = ({ realm, username }: { readonly realm: string; readonly username: string }) => `${realm}/${username}`;

/** One person of all realms. */
export function PickPerson({ label, without, chosen, onChosen }: PickPersonProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const people = useAccounts(query);
  const there = new Set(without.map(idOf));
  const rows = people.data?.pages.flatMap((page) => page.rows).filter((row) => !there.has(idOf(row)));
  return (
    <PickList
      searchLabel={t('accounts.search')}
      label={label}
      query={query}
      onQuery={(text) => {
        setQuery(text);
        onChosen(undefined);
      }}
      found={rows?.map((row) => ({
        value: idOf(row),
        label: accountName(row),
        hint: [`${row.username}@${row.realm}`, row.office].filter((one) => one !== '').join(' · '),
      }))}
      more={people.hasNextPage}
      none={t('accounts.nobodyFound')}
      value={chosen && idOf(chosen)}
      onChange={(id) => onChosen(rows?.find((row) => idOf(row) === id))}
      problem={people}
    />
  );
}
