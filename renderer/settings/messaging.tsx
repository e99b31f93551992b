import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gateway, MailServer } from '../../domain/contract/administration/messaging.ts';
import { May } from '../administration/may.tsx';
import { useAdministrative } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { GatewayForm } from './gateway-form.tsx';
import { MailServerForm } from './mail-server-form.tsx';
import { RemoveRoute } from './remove-route.tsx';
import './server-settings.css';
import { SettingsPlaces } from './settings-places.tsx';
import { SettingsSection } from './settings-section.tsx';
import './settings.css';

/** Where the server's messages go out: mail servers and gateways for short messages. */
export function Messaging() {
  const { t } = useTranslation();
  return (
    <div className="settings-screen">
      <Page title={t('nav.settings')} tools={<SettingsPlaces />}>
        <div className="settings">
          <MailServers />
          <Gateways />
        </div>
      </Page>
    </div>
  );
}

function MailServers() {
  const { t } = useTranslation();
  const list = useAdministrative('mail-servers/list');
  const [open, setOpen] = useState<{ readonly server?: MailServer }>();
  const [removing, setRemoving] = useState<string>();
  return (
    <SettingsSection id="mail" title={t('messaging.mail.title')}>
      {list.error !== null && <ListProblem query={list} />}
      {list.data?.length === 0 && <p>{t('messaging.mail.none')}</p>}
      <ul className="definitions">
        {list.data?.map((server) => (
          <li key={server.name}>
            <div>
              <strong>{server.name}</strong>
              <p className="quiet">
                {server.server}:{server.port} · {server.sender || server.username}
              </p>
            </div>
            <RouteActs
              name={server.name}
              right="smtpserver_write"
              onChange={() => setOpen({ server })}
              onRemove={() => setRemoving(server.name)}
            />
          </li>
        ))}
      </ul>
      <AddButton right="smtpserver_write" label={t('messaging.mail.add')} onPress={() => setOpen({})} />
      {open !== undefined && <MailServerForm {...open} onClose={() => setOpen(undefined)} />}
      {removing !== undefined && (
        <RemoveRoute channel="mail-servers/remove" name={removing} onClose={() => setRemoving(undefined)} />
      )}
    </SettingsSection>
  );
}

function Gateways() {
  const { t } = useTranslation();
  const list = useAdministrative('gateways/list');
  const [open, setOpen] = useState<{ readonly gateway?: Gateway }>();
  const [removing, setRemoving] = useState<string>();
  return (
    <SettingsSection id="gateways" title={t('messaging.sms.title')}>
      {list.error !== null && <ListProblem query={list} />}
      {list.data?.length === 0 && <p>{t('messaging.sms.none')}</p>}
      <ul className="definitions">
        {list.data?.map((gateway) => (
          <li key={gateway.name}>
            <div>
              <strong>{gateway.name}</strong>
              <p className="quiet">
                {t(`messaging.sms.kinds.${gateway.kind}`)}
                {gateway.description === '' ? '' : ` · ${gateway.description}`}
              </p>
            </div>
            <RouteActs
              name={gateway.name}
              right="smsgateway_write"
              onChange={() => setOpen({ gateway })}
              onRemove={() => setRemoving(gateway.name)}
            />
          </li>
        ))}
      </ul>
      <AddButton right="smsgateway_write" label={t('messaging.sms.add')} onPress={() => setOpen({})} />
      {open !== undefined && <GatewayForm {...open} onClose={() => setOpen(undefined)} />}
      {removing !== undefined && (
        <RemoveRoute channel="gateways/remove" name={removing} onClose={() => setRemoving(undefined)} />
      )}
    </SettingsSection>
  );
}

interface RouteActsProps {
  readonly name: string;
  readonly right: string;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}

function RouteActs({ name, right, onChange, onRemove }: RouteActsProps) {
  const { t } = useTranslation();
  return (
    <div className="row">
      <May right={right}>
        {(control) => (
          <>
            <Button {...control} aria-label={t('messaging.changeThis', { name })} onPress={onChange}>
              {t('messaging.change')}
            </Button>
            <Button {...control} kind="refuse" aria-label={t('messaging.removeThis', { name })} onPress={onRemove}>
              {t('messaging.remove')}
            </Button>
          </>
        )}
      </May>
    </div>
  );
}

function AddButton({
  right,
  label,
  onPress,
}: {
  readonly right: string;
  readonly label: string;
  readonly onPress: () => void;
}) {
  return (
    <div>
      <May right={right}>
        {(control) => (
          <Button {...control} onPress={onPress}>
            {label}
          </Button>
        )}
      </May>
    </div>
  );
}
