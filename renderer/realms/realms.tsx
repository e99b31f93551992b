import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import { Administered } from '../administration/administered.tsx';
import './realms.css';
import { OwnPeople } from './own-people.tsx';
import { RealmList } from './realm-list.tsx';
import { ResolverEdit } from './resolver-edit.tsx';
import { ResolverList } from './resolver-list.tsx';

/** Realms, the resolvers they are made of, and the people of the server's own resolvers. */
export function Realms() {
  const { t } = useTranslation();
  const [realm, setRealm] = useState<string>();
  const [resolver, setResolver] = useState<string>();
  return (
    <Switch>
      <Route path="/realms">
        <Administered title={t('nav.realms')} right="userlist">
          <RealmList chosen={realm} onChosen={setRealm} />
        </Administered>
      </Route>
      <Route path="/realms/resolvers">
        <Administered title={t('resolver.title')} right="resolverread">
          <ResolverList chosen={resolver} onChosen={setResolver} />
        </Administered>
      </Route>
      <Route path="/realms/people/:name">
        {({ name }) => (
          <Administered title={t('ownPeople.title')} right="userlist">
            <OwnPeople resolver={decodeURIComponent(name)} />
          </Administered>
        )}
      </Route>
      <Route path="/realms/resolver/:name?">
        {({ name }) => (
          <Administered title={t('resolver.title')} right="resolverread">
            <ResolverEdit name={name === undefined ? undefined : decodeURIComponent(name)} onSaved={setResolver} />
          </Administered>
        )}
      </Route>
    </Switch>
  );
}
