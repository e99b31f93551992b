import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Switch, useLocation } from 'wouter';
import { Administered } from '../administration/administered.tsx';
import { AccountTokens } from './account-tokens.tsx';
import { Accounts, type ChosenAccount } from './accounts.tsx';
import { People } from './people.tsx';

/** People as this desk knows them, as the server does, and by their tokens; each keeps where it was. */
export function PeopleScreens() {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<ChosenAccount>();
  const [query, setQuery] = useState('');
  const [, go] = useLocation();
  return (
    <Switch>
      <Route path="/people/accounts">
        <Administered title={t('accounts.title')} right="userlist">
          <Accounts query={query} onQuery={setQuery} chosen={chosen} onChosen={setChosen} />
        </Administered>
      </Route>
      <Route path="/people/tokens">
        <Administered title={t('accounts.tokensTitle')} right="tokenlist">
          <AccountTokens onOwner={setChosen} />
        </Administered>
      </Route>
      <Route>
        <People
          onServer={({ realm, username }) => {
            setChosen({ realm, username });
            setQuery(username);
            go('/people/accounts');
          }}
        />
      </Route>
    </Switch>
  );
}
