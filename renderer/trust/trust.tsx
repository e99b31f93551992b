import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import { Administered } from '../administration/administered.tsx';
import { Empty } from '../controls/empty.tsx';
import { Page } from '../controls/page.tsx';
import { useAppState } from '../queries.ts';
import './trust.css';
import { ConflictList } from './conflict-list.tsx';
import { Contact } from './contact.tsx';
import { GroupList } from './group-list.tsx';
import { Guidelines } from './guidelines.tsx';
import { OfficeList } from './office-list.tsx';
import { Queue } from './queue.tsx';

/** Who controls trust and where, what controllers read, and of whom a token is required. */
export function Trust() {
  const { t } = useTranslation();
  const isElsewhere = useAppState().data?.station?.kind === 'privacyidea';
  const [group, setGroup] = useState<string>();
  const [office, setOffice] = useState<string>();
  const [conflict, setConflict] = useState<string>();
  if (isElsewhere) {
    return (
      <Page title={t('nav.trust')}>
        <Empty what={t('acts.elsewhere.trust')} begin={t('acts.elsewhere.only')} />
      </Page>
    );
  }
  return (
    <Administered title={t('nav.trust')} right="trustread">
      <Switch>
        <Route path="/trust">
          <GroupList chosen={group} onChosen={setGroup} />
        </Route>
        <Route path="/trust/offices">
          <OfficeList chosen={office} onChosen={setOffice} />
        </Route>
        <Route path="/trust/queue">
          <Queue />
        </Route>
        <Route path="/trust/conflicts">
          <ConflictList chosen={conflict} onChosen={setConflict} />
        </Route>
        <Route path="/trust/guidelines">
          <Guidelines />
        </Route>
        <Route path="/trust/contact">
          <Contact />
        </Route>
      </Switch>
    </Administered>
  );
}
