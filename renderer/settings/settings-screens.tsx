import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import type { AppState } from '../../domain/contract/ipc.ts';
import { Administered } from '../administration/administered.tsx';
import { Administrators } from './administrators.tsx';
import { MessagesQueue } from './messages-queue.tsx';
import { Messaging } from './messaging.tsx';
import { Settings } from './settings.tsx';
import { SystemSettings } from './system-settings.tsx';

/** The settings of this desk, and those of the server for its administrators. */
export function SettingsScreens({ app }: { readonly app: AppState }) {
  const { t } = useTranslation();
  return (
    <Switch>
      <Route path="/settings/messaging">
        <Administered title={t('serverSettings.messaging')} right="smtpserver_read">
          <Messaging />
        </Administered>
      </Route>
      <Route path="/settings/messages">
        <Administered title={t('serverSettings.messages')} right="configread">
          <MessagesQueue />
        </Administered>
      </Route>
      <Route path="/settings/system">
        <Administered title={t('serverSettings.system')} right="configread">
          <SystemSettings />
        </Administered>
      </Route>
      <Route path="/settings/administrators">
        <Administered title={t('serverSettings.administrators')} right="adminread">
          <Administrators />
        </Administered>
      </Route>
      <Route>
        <Settings app={app} />
      </Route>
    </Switch>
  );
}
