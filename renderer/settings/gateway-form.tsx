import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gateway } from '../../domain/contract/administration/messaging.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { Segments } from '../controls/choices.tsx';
import { SecretField } from '../controls/secret-field.tsx';
import { Select } from '../controls/select.tsx';
import { Sign } from '../controls/sign.tsx';
import { TextField } from '../controls/text-field.tsx';
import { draftOf, type GatewayDraft, gatewayRequest } from './gateway-definition.ts';
import { GatewayFields } from './gateway-fields.tsx';
import { Trial } from './trial.tsx';

interface GatewayFormProps {
  /** The one that is changed; a new one otherwise. */
  readonly gateway?: Gateway;
  readonly onClose: () => void;
}

/** A gateway for short messages: an address that is asked, or a mail server whose provider sends them on. */
export function GatewayForm({ gateway, onClose }: GatewayFormProps) {
  const { t } = useTranslation();
  const servers = useAdministrative('mail-servers/list');
  const [draft, setDraft] = useState(() => draftOf(gateway));
  const [done, setDone] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const options = useRef(new Map<number, HTMLInputElement>());
  const headers = useRef(new Map<number, HTMLInputElement>());
  const save = useAdministrativeAction('gateways/save');
  const attempt = useAdministrativeAction('gateways/try');
  const { name, kind, settings } = draft;
  const setting = (key: string) => settings[key] ?? '';
  const change = (some: Partial<GatewayDraft>) => setDraft({ ...draft, ...some });
  const set = (key: string) => (value: string) => change({ settings: { ...settings, [key]: value } });
  const ready = name.trim() !== '' && setting(kind === 'http' ? 'URL' : 'IDENTIFIER') !== '';
  const go = async () => {
    const inputs = { password: password.current, options, headers };
    const request = gatewayRequest(draft, gateway?.description ?? '', inputs);
    try {
      if ((await save.run(request)) !== undefined) setDone(true);
    } finally {
      for (const { value } of request.secrets) value.fill(0);
    }
  };
  return (
    <ActFrame
      title={gateway === undefined ? t('messaging.sms.add') : gateway.name}
      before={t('messaging.sms.before')}
      verb={t('messaging.save')}
      busy={save.busy}
      failure={save.failure}
      ready={ready}
      onGo={() => void go()}
      onClose={onClose}
      result={
        done ? (
          <>
            <Sign meaning="proven">{t('messaging.saved', { name: name.trim() })}</Sign>
            <Trial
              label={t('messaging.sms.phone')}
              verb={t('messaging.sms.try')}
              action={attempt}
              isDisabled={false}
              send={(phone) => attempt.run({ name: name.trim(), phone })}
            />
          </>
        ) : undefined
      }
    >
      {gateway === undefined && (
        <>
          <TextField
            label={t('messaging.name')}
            hint={t('messaging.nameHint')}
            value={name}
            onChange={(text) => change({ name: text })}
            autoFocus
            maxLength={64}
          />
          <Segments
            label={t('messaging.sms.kind')}
            value={kind}
            onChange={(chosen) => change({ kind: chosen })}
            choices={(['http', 'smtp'] as const).map((value) => ({ value, label: t(`messaging.sms.kinds.${value}`) }))}
          />
        </>
      )}
      {kind === 'http' ? (
        <>
          <TextField
            label={t('messaging.sms.url')}
            hint={t('messaging.sms.urlHint')}
            value={setting('URL')}
            onChange={set('URL')}
          />
          <Segments
            label={t('messaging.sms.method')}
            value={setting('HTTP_METHOD') === 'GET' ? 'GET' : 'POST'}
            onChange={set('HTTP_METHOD')}
            choices={[
              { value: 'POST', label: 'POST' },
              { value: 'GET', label: 'GET' },
            ]}
          />
          <GatewayFields
            label={t('messaging.sms.fields')}
            hint={t('messaging.sms.fieldsHint')}
            fields={draft.options}
            inputs={options}
            texts
            onChange={(fields) => change({ options: fields })}
          />
          <GatewayFields
            label={t('messaging.sms.headers')}
            hint={t('messaging.sms.headersHint')}
            fields={draft.headers}
            inputs={headers}
            texts={false}
            onChange={(fields) => change({ headers: fields })}
          />
          <div className="pair even">
            <TextField
              label={t('messaging.mail.username')}
              value={setting('USERNAME')}
              onChange={set('USERNAME')}
              autoComplete="off"
            />
            <SecretField
              label={t(draft.hasPassword ? 'messaging.mail.passwordKept' : 'messaging.mail.password')}
              inputRef={password}
              autoComplete="off"
            />
          </div>
          <TextField
            label={t('messaging.sms.success')}
            hint={t('messaging.sms.successHint')}
            value={setting('RETURN_SUCCESS')}
            onChange={set('RETURN_SUCCESS')}
          />
        </>
      ) : (
        <>
          <Select
            label={t('messaging.sms.identifier')}
            value={setting('IDENTIFIER') === '' ? undefined : setting('IDENTIFIER')}
            onChange={set('IDENTIFIER')}
            choices={(servers.data ?? []).map((server) => ({ value: server.name, label: server.name }))}
          />
          <TextField
            label={t('messaging.sms.mailTo')}
            hint={t('messaging.sms.mailToHint')}
            value={setting('MAILTO')}
            onChange={set('MAILTO')}
          />
        </>
      )}
    </ActFrame>
  );
}
