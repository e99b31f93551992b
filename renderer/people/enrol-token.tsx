import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Choices, Segments } from '../controls/choices.tsx';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import { Select } from '../controls/select.tsx';
import { TextField } from '../controls/text-field.tsx';
import type { ChosenAccount } from './accounts.tsx';
import { letterLanguage } from './letter-language.ts';
import { NewKey } from './new-key.tsx';

interface EnrolTokenProps {
  /** Nobody: it goes into stock. */
  readonly owner: ChosenAccount | undefined;
  readonly name: string;
  readonly onClose: () => void;
}

const hashes = ['sha1', 'sha256', 'sha512'] as const;

/** A new token in an authenticator app: what it shall be, then its picture to scan, once. */
export function EnrolToken({ owner, name, onClose }: EnrolTokenProps) {
  const { t, i18n } = useTranslation();
  const [type, setType] = useState<'totp' | 'hotp'>('totp');
  const [digits, setDigits] = useState<'6' | '8'>('6');
  const [hash, setHash] = useState<(typeof hashes)[number]>('sha1');
  const [description, setDescription] = useState('');
  const pin = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const enrol = useAdministrativeAction('account-tokens/enrol');
  const [made, setMade] = useState<Reply<'account-tokens/enrol'>>();
  const go = async () => {
    const request = { pin: takeSecret(pin.current), again: takeSecret(again.current) };
    try {
      const done = await enrol.run({
        ...request,
        ...{ type, hash, digits: digits === '6' ? 6 : 8, stepSeconds: 30, description: description.trim() },
        language: letterLanguage(i18n.language),
        owner: owner === undefined ? null : { realm: owner.realm, username: owner.username },
      });
      if (done !== undefined) setMade(done.value);
    } finally {
      request.pin.fill(0);
      request.again.fill(0);
    }
  };
  return (
    <ActFrame
      title={owner === undefined ? t('accounts.enrol.stockTitle') : t('accounts.enrol.title', { name })}
      before={t('accounts.enrol.before')}
      verb={t('accounts.enrol.verb')}
      busy={enrol.busy}
      failure={enrol.failure}
      onGo={() => void go()}
      onClose={onClose}
      result={made && <NewKey made={made} owner={name} />}
    >
      <Choices
        label={t('accounts.enrol.type')}
        value={type}
        onChange={setType}
        choices={[
          { value: 'totp', label: t('accounts.enrol.totp'), hint: t('accounts.enrol.totpHint') },
          { value: 'hotp', label: t('accounts.enrol.hotp'), hint: t('accounts.enrol.hotpHint') },
        ]}
      />
      <Segments
        label={t('accounts.enrol.digits')}
        value={digits}
        onChange={setDigits}
        choices={[
          { value: '6', label: '6' },
          { value: '8', label: '8' },
        ]}
      />
      <Select
        label={t('accounts.enrol.hash')}
        value={hash}
        onChange={setHash}
        choices={hashes.map((value) => ({ value, label: t(`accounts.enrol.${value}`) }))}
      />
      <TextField label={t('accounts.description')} value={description} onChange={setDescription} maxLength={80} />
      {owner !== undefined && (
        <>
          <SecretField
            label={t('accounts.act.pin.first')}
            hint={t('accounts.enrol.pinHint')}
            inputRef={pin}
            autoComplete="off"
          />
          <SecretField label={t('accounts.act.pin.second')} inputRef={again} autoComplete="off" />
        </>
      )}
    </ActFrame>
  );
}
