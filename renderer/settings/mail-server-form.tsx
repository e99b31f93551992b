import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailServer } from '../../domain/contract/administration/messaging.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import { Sign } from '../controls/sign.tsx';
import { TextField } from '../controls/text-field.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import { Trial } from './trial.tsx';

interface MailServerFormProps {
  /** The one that is changed; a new one otherwise. */
  readonly server?: MailServer;
  readonly onClose: () => void;
}

const fresh: MailServer = {
  ...{ name: '', server: '', port: 587, tls: true, username: '', hasPassword: false, sender: '' },
  ...{ description: '', timeoutSeconds: 10, authority: '' },
};

/** A mail server: where it is, who logs in, whom mail comes from; tried for real before it is kept. */
export function MailServerForm({ server, onClose }: MailServerFormProps) {
  const { t } = useTranslation();
  const [form, setForm] = useState(server ?? fresh);
  const [port, setPort] = useState(String(form.port));
  const [done, setDone] = useState(false);
  const secret = useRef<HTMLInputElement>(null);
  const save = useAdministrativeAction('mail-servers/save');
  const attempt = useAdministrativeAction('mail-servers/try');
  const change = (some: Partial<MailServer>) => setForm({ ...form, ...some });
  const ready = form.name.trim() !== '' && form.server.trim() !== '' && /^\d{1,5}$/.test(port);
  /** The password as typed; left empty, the kept one stays. A trial leaves it in the field. */
  const definition = (take: boolean) => {
    const typed = take ? takeSecret(secret.current) : new TextEncoder().encode(secret.current?.value ?? '');
    const { hasPassword, ...open } = form;
    const password = typed.length === 0 && hasPassword ? null : typed;
    return { ...open, name: form.name.trim(), server: form.server.trim(), port: Number(port), password };
  };
  const go = async () => {
    const request = definition(true);
    try {
      if ((await save.run(request)) !== undefined) setDone(true);
    } finally {
      request.password?.fill(0);
    }
  };
  return (
    <ActFrame
      title={server === undefined ? t('messaging.mail.add') : server.name}
      before={t('messaging.mail.before')}
      verb={t('messaging.save')}
      busy={save.busy}
      failure={save.failure}
      ready={ready}
      onGo={() => void go()}
      onClose={onClose}
      result={done ? <Sign meaning="proven">{t('messaging.saved', { name: form.name.trim() })}</Sign> : undefined}
    >
      {server === undefined && (
        <TextField
          label={t('messaging.name')}
          hint={t('messaging.nameHint')}
          value={form.name}
          onChange={(name) => change({ name })}
          autoFocus
          maxLength={64}
        />
      )}
      <div className="pair">
        <TextField
          label={t('messaging.mail.server')}
          value={form.server}
          onChange={(text) => change({ server: text })}
        />
        <TextField label={t('messaging.mail.port')} value={port} onChange={setPort} maxLength={5} />
      </div>
      <TickBox
        label={t('messaging.mail.tls')}
        hint={t('messaging.mail.tlsHint')}
        isSelected={form.tls}
        onChange={(tls) => change({ tls })}
      />
      <TextField label={t('messaging.mail.sender')} value={form.sender} onChange={(sender) => change({ sender })} />
      <div className="pair even">
        <TextField
          label={t('messaging.mail.username')}
          value={form.username}
          onChange={(username) => change({ username })}
          autoComplete="off"
        />
        <SecretField
          label={t(form.hasPassword ? 'messaging.mail.passwordKept' : 'messaging.mail.password')}
          inputRef={secret}
          autoComplete="off"
        />
      </div>
      <TextField
        lines
        mono
        label={t('messaging.authority')}
        hint={t('messaging.authorityHint')}
        value={form.authority}
        onChange={(authority) => change({ authority })}
        maxLength={50_000}
      />
      <Trial
        label={t('messaging.mail.recipient')}
        verb={t('messaging.mail.try')}
        action={attempt}
        isDisabled={!ready}
        send={async (recipient) => {
          const request = { ...definition(false), recipient };
          try {
            return await attempt.run(request);
          } finally {
            request.password?.fill(0);
          }
        }}
      />
    </ActFrame>
  );
}
