import { useContext, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { AccountToken } from '../../domain/account.ts';
import { asFailure } from '../../domain/failure.ts';
import { useAdministrative } from '../administration/session.ts';
import { Asleep } from '../controls/asleep.ts';
import { Button } from '../controls/button.tsx';
import { Facts } from '../controls/facts.tsx';
import { Problem } from '../controls/problem.tsx';
import { when, whenToTheMinute } from '../i18n/when.ts';
import { AccountActs } from './account-acts.tsx';
import { ownerName } from './account-name.ts';
import { AccountTokenMeaning, AccountTokenWord } from './account-token-state.tsx';
import type { ChosenAccount } from './accounts.tsx';
import { TokenHeading } from './token-heading.tsx';
import './accounts.css';

interface AccountTokenPageProps {
  readonly serial: string;
  readonly onBack: () => void;
  readonly onOwner: (owner: ChosenAccount) => void;
}

/** One token of the server: whose it is, what it may do and why not, and every act with what follows from it. */
export function AccountTokenPage({ serial, onBack, onOwner }: AccountTokenPageProps) {
  const { t } = useTranslation();
  const found = useAdministrative('account-tokens/get', { serial });
  const [deleted, setDeleted] = useState(false);
  useEscape(onBack);
  return (
    <div className="account-token">
      <div>
        <Button kind="plain" keyName="Escape" onPress={onBack}>
          {t('list.back')}
        </Button>
      </div>
      <TokenHeading serial={serial}>
        {found.data !== undefined && !deleted && <AccountTokenWord token={found.data} />}
      </TokenHeading>
      {deleted ? (
        <p>{t('accounts.act.delete.done')}</p>
      ) : found.error !== null ? (
        <Problem failure={asFailure(found.error)} />
      ) : found.data === undefined ? (
        <p className="quiet">{t('loading')}</p>
      ) : (
        <>
          <AccountTokenMeaning token={found.data} />
          <div className="account-token-body">
            <TokenFacts token={found.data} onOwner={onOwner} onBack={onBack} />
            <AccountActs token={found.data} onDeleted={() => setDeleted(true)} />
          </div>
        </>
      )}
    </div>
  );
}

/** Escape goes back from wherever the focus is; an open dialog keeps it to itself. */
function useEscape(back: () => void): void {
  const asleep = useContext(Asleep);
  useEffect(() => {
    if (asleep) return;
    const go = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) back();
    };
    window.addEventListener('keydown', go);
    return () => window.removeEventListener('keydown', go);
  }, [back, asleep]);
}

function TokenFacts({
  token,
  onOwner,
  onBack,
}: Omit<AccountTokenPageProps, 'serial'> & { readonly token: AccountToken }) {
  const { t, i18n } = useTranslation();
  const [, go] = useLocation();
  const time = (iso: string | null) => (iso === null ? '' : when(iso, i18n.language));
  const { owner } = token;
  return (
    <section aria-labelledby="account-token-facts">
      <h2 id="account-token-facts" className="large">
        {t('people.about')}
      </h2>
      <Facts
        facts={[
          [
            t('accounts.owner'),
            owner === null ? (
              t('accounts.nobodys')
            ) : (
              <Button
                key="owner"
                kind="plain"
                onPress={() => {
                  onOwner(owner);
                  onBack();
                  go('/people/accounts');
                }}
              >
                {ownerName(owner)}
              </Button>
            ),
          ],
          [t('accounts.description'), token.description],
          [t('accounts.type'), `${token.type.toUpperCase()} · ${t('accounts.digits', { count: token.digits })}`],
          [t('accounts.failures'), t('accounts.failuresOf', { count: token.failures, most: token.mostFailures })],
          [t('accounts.counter'), token.type === 'totp' ? '' : String(token.counter)],
          [t('accounts.countWindow'), token.type === 'totp' ? '' : String(token.countWindow)],
          [t('accounts.syncWindow'), String(token.syncWindow)],
          [t('accounts.lastUsed'), token.lastUsedAt === null ? t('accounts.never') : time(token.lastUsedAt)],
          [t('accounts.enrolled'), time(token.enrolledAt)],
          [t('accounts.assigned'), owner === null ? '' : time(token.assignedAt)],
          [t('accounts.validFrom'), token.validFrom === null ? '' : whenToTheMinute(token.validFrom, i18n.language)],
          [t('accounts.validUntil'), token.validUntil === null ? '' : whenToTheMinute(token.validUntil, i18n.language)],
          [t('accounts.standIn'), token.standIn ?? ''],
          [t('accounts.realms'), token.realms.join(', ')],
        ]}
      />
    </section>
  );
}
