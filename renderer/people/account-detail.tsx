import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFailure } from '../../domain/failure.ts';
import { May } from '../administration/may.tsx';
import { useAdministrative } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Facts } from '../controls/facts.tsx';
import { Problem } from '../controls/problem.tsx';
import { AccountCode } from './account-code.tsx';
import { accountName } from './account-name.ts';
import { AccountTokenWord } from './account-token-state.tsx';
import type { ChosenAccount } from './accounts.tsx';
import { AssignFromStock } from './assign-from-stock.tsx';
import { EnrolToken } from './enrol-token.tsx';
import { QueuePerson } from './queue-person.tsx';
import './accounts.css';

/** One person of the server: their tokens with what each may do, and the ways to another one. */
export function AccountDetail({
  realm,
  username,
  onToken,
}: ChosenAccount & { readonly onToken: (serial: string) => void }) {
  const { t } = useTranslation();
  const found = useAdministrative('accounts/get', { realm, username });
  const [open, setOpen] = useState<'assign' | 'enrol'>();
  if (found.error !== null) return <Problem failure={asFailure(found.error)} />;
  if (found.data === undefined) return <p className="quiet">{t('loading')}</p>;
  const { account, tokens } = found.data;
  const name = accountName(account);
  const close = () => setOpen(undefined);
  return (
    <>
      <p className="quiet mono-line">
        {account.username} · {account.realm}
      </p>
      <h3>{t('accounts.itsTokens')}</h3>
      {tokens.length === 0 ? (
        <p>{t('accounts.noTokens')}</p>
      ) : (
        <ul className="held">
          {tokens.map((token) => (
            <li key={token.serial}>
              <Button kind="plain" onPress={() => onToken(token.serial)}>
                <span className="mono">{token.serial}</span>
              </Button>
              <AccountTokenWord token={token} />
            </li>
          ))}
        </ul>
      )}
      <AccountCode realm={realm} username={username} />
      <div className="actions">
        <May right="assign">
          {(control) => (
            <Button {...control} onPress={() => setOpen('assign')}>
              {t('accounts.assignStock')}
            </Button>
          )}
        </May>
        <QueuePerson realm={realm} username={username} name={name} />
        <May right="enrollTOTP">
          {(control) => (
            <Button {...control} onPress={() => setOpen('enrol')}>
              {t('accounts.enrolNew')}
            </Button>
          )}
        </May>
      </div>
      <h3>{t('people.about')}</h3>
      <Facts
        facts={[
          [t('people.email'), account.email],
          [t('accounts.mobile'), account.mobile],
          [t('people.office'), account.office],
          [t('accounts.resolver'), account.resolver],
          [t('people.userId'), account.userId],
        ]}
      />
      {open === 'assign' && <AssignFromStock account={account} name={name} onClose={close} />}
      {open === 'enrol' && <EnrolToken owner={account} name={name} onClose={close} />}
    </>
  );
}
