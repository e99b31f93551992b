import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../domain/account.ts';
import { useAccountTokens } from './account-pages.ts';
import { AssignFrame } from './assign-frame.tsx';
import { PickList } from './pick-list.tsx';

interface AssignFromStockProps {
  readonly account: Account;
  readonly name: string;
  readonly onClose: () => void;
}

/** A token of the stock for one person: found by a part of its serial. */
export function AssignFromStock({ account, name, onClose }: AssignFromStockProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [serial, setSerial] = useState<string>();
  const free = useAccountTokens({ query, by: 'serial', whose: 'nobody' });
  const rows = free.data?.pages.flatMap((page) => page.rows).filter((token) => !token.revoked && token.active);
  return (
    <AssignFrame title={t('accounts.act.assign.toTitle', { name })} serial={serial} owner={account} onClose={onClose}>
      <PickList
        searchLabel={t('accounts.searchSerial')}
        label={t('accounts.freeTokens')}
        query={query}
        onQuery={(text) => {
          setQuery(text);
          setSerial(undefined);
        }}
        found={rows?.map((token) => ({
          value: token.serial,
          label: token.serial,
          hint: [token.type.toUpperCase(), token.description].filter((part) => part !== '').join(' · '),
        }))}
        more={free.hasNextPage}
        none={t('accounts.noFree')}
        value={serial}
        onChange={setSerial}
        problem={free}
      />
    </AssignFrame>
  );
}
