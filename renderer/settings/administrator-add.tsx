import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../domain/role.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import { Sign } from '../controls/sign.tsx';
import { TextField } from '../controls/text-field.tsx';
import { AdministratorRoles } from './administrator-roles.tsx';

/** Another administrator: a name, a first password, and what for. */
export function AddAdministrator({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<readonly Role[]>(['look']);
  const password = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const add = useAdministrativeAction('administrators/add');
  const [done, setDone] = useState(false);
  const isName = /^[\w.@-]{1,100}$/.test(name.trim());
  const go = async () => {
    const typed = { password: takeSecret(password.current), again: takeSecret(again.current) };
    try {
      if ((await add.run({ name: name.trim(), roles: [...roles], ...typed })) !== undefined) setDone(true);
    } finally {
      typed.password.fill(0);
      typed.again.fill(0);
    }
  };
  return (
    <ActFrame
      title={t('administrators.add')}
      before={t('administrators.addBefore')}
      verb={t('administrators.addVerb')}
      busy={add.busy}
      failure={add.failure}
      ready={isName}
      onGo={() => void go()}
      onClose={onClose}
      result={done ? <Sign meaning="proven">{t('administrators.added', { name: name.trim() })}</Sign> : undefined}
    >
      <TextField
        label={t('administrators.name')}
        hint={t('administrators.nameHint')}
        value={name}
        onChange={setName}
        autoFocus
        autoComplete="off"
        maxLength={100}
      />
      <SecretField
        label={t('administrators.firstPassword')}
        hint={t('administrators.passwordHint')}
        inputRef={password}
        autoComplete="new-password"
      />
      <SecretField label={t('administrators.again')} inputRef={again} autoComplete="new-password" />
      <AdministratorRoles roles={roles} onChange={setRoles} />
    </ActFrame>
  );
}
