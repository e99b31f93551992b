import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SystemSetting } from '../../domain/contract/administration/messaging.ts';
import { asFailure } from '../../domain/failure.ts';
import { May } from '../administration/may.tsx';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Page } from '../controls/page.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { TextField } from '../controls/text-field.tsx';
import { spanWords } from '../i18n/span.ts';
import './server-settings.css';
import { SettingsPlaces } from './settings-places.tsx';
import { SettingsSection } from './settings-section.tsx';
import './settings.css';
import { SystemChoice } from './system-choice.tsx';

/** What the server acts on itself, and how long each counts where nobody set it. */
const durations = [
  { name: 'DefaultChallengeValidityTime', key: 'challenge', usual: 120 },
  { name: 'email.validtime', key: 'email', usual: 120 },
  { name: 'sms.providerTimeout', key: 'sms', usual: 300 },
] as const;
const known: readonly string[] = [
  ...durations.map(({ name }) => name),
  ...['email.identifier', 'sms.identifier', 'sms.allowed_hosts'],
];

/** The server's settings: what messages go out by, how long codes count, and everything else by its name. */
export function SystemSettings() {
  const { t, i18n } = useTranslation();
  const list = useAdministrative('system/list');
  const servers = useAdministrative('mail-servers/list');
  const gateways = useAdministrative('gateways/list');
  const told = (name: string) => list.data?.find((one) => one.name === name)?.value ?? '';
  const names = (rows: readonly { readonly name: string }[] | undefined) => rows?.map((one) => one.name) ?? [];
  return (
    <div className="settings-screen">
      <Page title={t('nav.settings')} tools={<SettingsPlaces />}>
        {list.error !== null ? (
          <Problem failure={asFailure(list.error)} />
        ) : list.data === undefined ? (
          <p className="quiet">{t('loading')}</p>
        ) : (
          <div className="settings">
            <SettingsSection id="ways" title={t('system.ways')}>
              <SystemChoice
                label={t('system.email')}
                name="email.identifier"
                value={told('email.identifier')}
                names={names(servers.data)}
              />
              <SystemChoice
                label={t('system.smsBy')}
                name="sms.identifier"
                value={told('sms.identifier')}
                names={names(gateways.data)}
              />
              <One
                name="sms.allowed_hosts"
                label={t('system.hosts')}
                hint={t('system.hostsHint')}
                value={told('sms.allowed_hosts')}
              />
            </SettingsSection>
            <SettingsSection id="durations" title={t('system.durations')}>
              {durations.map(({ name, key, usual }) => (
                <One
                  key={name}
                  name={name}
                  label={t(`system.duration.${key}`)}
                  hint={t('system.usual', { usual: spanWords(usual, i18n.language) })}
                  seconds
                  value={told(name)}
                />
              ))}
            </SettingsSection>
            <SettingsSection id="others" title={t('system.others')}>
              <Others settings={list.data.filter(({ name }) => !known.includes(name))} />
            </SettingsSection>
          </div>
        )}
      </Page>
    </div>
  );
}

interface OneProps {
  readonly seconds?: boolean;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
}

function One({ name, label, hint, value, seconds }: OneProps) {
  const { t, i18n } = useTranslation();
  const [text, setText] = useState(value);
  const span = seconds && /^[1-9]\d{0,8}$/.test(text.trim()) ? spanWords(Number(text), i18n.language) : undefined;
  const told = [hint, span && t('system.span', { span })].filter(Boolean).join(' ');
  const set = useAdministrativeAction('system/set');
  const remove = useAdministrativeAction('system/remove');
  const [kept, setKept] = useState(false);
  const failure = set.failure ?? remove.failure;
  const go = async () => {
    setKept(false);
    const wanted = text.trim();
    const done = wanted === '' ? await remove.run({ name }) : await set.run({ name, value: wanted });
    if (done !== undefined) setKept(true);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== value) void go();
      }}
    >
      <TextField
        label={label}
        {...(told === '' ? {} : { hint: told })}
        value={text}
        onChange={(typed) => {
          setText(typed);
          setKept(false);
        }}
        mono
        maxLength={5000}
      />
      <div className="row">
        <May right={text.trim() === '' ? 'configdelete' : 'configwrite'}>
          {(control) => (
            <Button
              type="submit"
              busy={set.busy || remove.busy}
              {...control}
              isDisabled={control.isDisabled || text.trim() === value}
              aria-label={t('system.keepThis', { name: label })}
            >
              {t('messaging.save')}
            </Button>
          )}
        </May>
        <span role="status">{kept && <Sign meaning="proven">{t('system.kept')}</Sign>}</span>
      </div>
      {failure !== undefined && <Problem failure={failure} />}
    </form>
  );
}

function Others({ settings }: { readonly settings: readonly SystemSetting[] }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const set = useAdministrativeAction('system/set');
  const remove = useAdministrativeAction('system/remove');
  const failure = set.failure ?? remove.failure;
  const add = async () => {
    if ((await set.run({ name: name.trim(), value })) === undefined) return;
    setName('');
    setValue('');
  };
  return (
    <>
      <p className="quiet">{t('system.othersHint')}</p>
      <ul className="definitions">
        {settings.map((setting) => (
          <li key={setting.name}>
            <div>
              <span className="mono">{setting.name}</span>
              <p className="quiet">{setting.value ?? t('system.sealed')}</p>
            </div>
            <May right="configdelete">
              {(control) => (
                <Button
                  {...control}
                  kind="refuse"
                  aria-label={t('messaging.removeThis', { name: setting.name })}
                  onPress={() => void remove.run({ name: setting.name })}
                >
                  {t('messaging.remove')}
                </Button>
              )}
            </May>
          </li>
        ))}
      </ul>
      <form
        className="field-row"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') void add();
        }}
      >
        <TextField label={t('system.name')} value={name} onChange={setName} mono maxLength={100} />
        <TextField label={t('system.value')} value={value} onChange={setValue} mono maxLength={5000} />
        <May right="configwrite">
          {(control) => (
            <Button type="submit" busy={set.busy} {...control} isDisabled={control.isDisabled || name.trim() === ''}>
              {t('system.add')}
            </Button>
          )}
        </May>
      </form>
      {failure !== undefined && <Problem failure={failure} />}
    </>
  );
}
