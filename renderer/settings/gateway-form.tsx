import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gateway } from '../../domain/contract/administration/messaging.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { Segments } from '../controls/choices.tsx';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import { Select } from '../controls/select.tsx';
import { Sign } from '../controls/sign.tsx';
import { TextField } from '../controls/text-field.tsx';
import { type Field, GatewayFields } from './gateway-fields.tsx';
import { Trial } from './trial.tsx';

interface GatewayFormProps {
  /** The one that is changed; a new one otherwise. */
  readonly gateway?: Gateway;
  readonly onClose: () => void;
}

/** What this form has a field of its own for; every other option is a parameter of the request. */
const own = ['URL', 'HTTP_METHOD', 'RETURN_SUCCESS', 'USERNAME', 'PASSWORD', 'IDENTIFIER', 'MAILTO', 'SUBJECT', 'BODY'];

/** A gateway for short messages: an address that is asked, or a mail server whose provider sends them on. */
export function GatewayForm({ gateway, onClose }: GatewayFormProps) {
  const { t } = useTranslation();
  const servers = useAdministrative('mail-servers/list');
  const [name, setName] = useState(gateway?.name ?? '');
  const [kind, setKind] = useState(gateway?.kind ?? 'http');
  const [options, setOptions] = useState<readonly Field[]>(
    gateway?.options ?? [{ name: 'HTTP_METHOD', value: 'POST' }],
  );
  const [headers, setHeaders] = useState<readonly Field[]>(gateway?.headers ?? []);
  const [done, setDone] = useState(false);
  const secret = useRef<HTMLInputElement>(null);
  const save = useAdministrativeAction('gateways/save');
  const attempt = useAdministrativeAction('gateways/try');
  const option = (wanted: string) => options.find((one) => one.name === wanted)?.value ?? '';
  const set = (wanted: string) => (value: string) =>
    setOptions([...options.filter((one) => one.name !== wanted), ...(value === '' ? [] : [{ name: wanted, value }])]);
  const others = options.filter((one) => !own.includes(one.name));
  const keeps = options.some((one) => one.name === 'PASSWORD');
  const ready = name.trim() !== '' && (kind === 'http' ? option('URL') !== '' : option('IDENTIFIER') !== '');
  const go = async () => {
    const typed = takeSecret(secret.current);
    const password = typed.length === 0 ? null : typed;
    const description = gateway?.description ?? '';
    try {
      const request = { name: name.trim(), kind, description, options: [...options], headers: [...headers], password };
      if ((await save.run(request)) !== undefined) setDone(true);
    } finally {
      typed.fill(0);
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
            onChange={setName}
            autoFocus
            maxLength={64}
          />
          <Segments
            label={t('messaging.sms.kind')}
            value={kind}
            onChange={setKind}
            choices={(['http', 'smtp'] as const).map((value) => ({ value, label: t(`messaging.sms.kinds.${value}`) }))}
          />
        </>
      )}
      {kind === 'http' ? (
        <>
          <TextField
            label={t('messaging.sms.url')}
            hint={t('messaging.sms.urlHint')}
            value={option('URL')}
            onChange={set('URL')}
          />
          <Segments
            label={t('messaging.sms.method')}
            value={option('HTTP_METHOD') === 'GET' ? 'GET' : 'POST'}
            onChange={set('HTTP_METHOD')}
            choices={[
              { value: 'POST', label: 'POST' },
              { value: 'GET', label: 'GET' },
            ]}
          />
          <GatewayFields
            label={t('messaging.sms.fields')}
            hint={t('messaging.sms.fieldsHint')}
            fields={others}
            onChange={(fields) => setOptions([...options.filter((one) => own.includes(one.name)), ...fields])}
          />
          <GatewayFields
            label={t('messaging.sms.headers')}
            hint={t('messaging.sms.headersHint')}
            fields={headers}
            onChange={setHeaders}
          />
          <div className="pair even">
            <TextField
              label={t('messaging.mail.username')}
              value={option('USERNAME')}
              onChange={set('USERNAME')}
              autoComplete="off"
            />
            <SecretField
              label={t(keeps ? 'messaging.mail.passwordKept' : 'messaging.mail.password')}
              inputRef={secret}
              autoComplete="off"
            />
          </div>
          <TextField
            label={t('messaging.sms.success')}
            hint={t('messaging.sms.successHint')}
            value={option('RETURN_SUCCESS')}
            onChange={set('RETURN_SUCCESS')}
          />
        </>
      ) : (
        <>
          <Select
            label={t('messaging.sms.identifier')}
            value={option('IDENTIFIER') === '' ? undefined : option('IDENTIFIER')}
            onChange={set('IDENTIFIER')}
            choices={(servers.data ?? []).map((server) => ({ value: server.name, label: server.name }))}
          />
          <TextField
            label={t('messaging.sms.mailTo')}
            hint={t('messaging.sms.mailToHint')}
            value={option('MAILTO')}
            onChange={set('MAILTO')}
          />
        </>
      )}
    </ActFrame>
  );
}
