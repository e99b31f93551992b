import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import { Administered } from '../administration/administered.tsx';
import './policies.css';
import { PoliciesConflicts } from './policies-conflicts.tsx';
import { PoliciesExplain } from './policies-explain.tsx';
import { PoliciesList } from './policies-list.tsx';
import { PolicyOpened } from './policy-opened.tsx';

/** The server's policies: the list, one of them, what contradicts, and why something was decided. */
export function Policies() {
  const { t } = useTranslation();
  return (
    <Administered title={t('nav.policies')} right="policyread">
      <Switch>
        <Route path="/policies/new">
          <PolicyOpened />
        </Route>
        <Route path="/policies/edit/:name">{({ name }) => <PolicyOpened key={name} name={name} />}</Route>
        <Route path="/policies/conflicts">
          <PoliciesConflicts />
        </Route>
        <Route path="/policies/explain">
          <PoliciesExplain />
        </Route>
        <Route>
          <PoliciesList />
        </Route>
      </Switch>
    </Administered>
  );
}
