import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Administrator } from '../../domain/contract/administration/administrators.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { announce } from '../controls/announcer.tsx';
import { Button } from '../controls/button.tsx';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import { Sign } from '../controls/sign.tsx';
import { AdministratorRoles } from './administrator-roles.tsx';
import './server-settings.css';

type Part = 'roles' | 'password' | 'remove';
const parts: readonly Part[] = ['roles', 'password', 'remove'];

/** What one administrator may do, and the ways to change that. */
export function AdministratorDetail({ administrator }: { readonly administrator: Administrator }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Part>();
  const close = () => setOpen(undefined);
  return (
    <>
      {administrator.last && <p className="measure">{t('administrators.last')}</p>}
      <div className="actions">
        {parts.map((part) => (
          <May key={part} right="adminwrite">
            {(control) => (
              <Button
                {...control}
                kind={part === 'remove' ? 'refuse' : 'second'}
                isDisabled={control.isDisabled || (part === 'remove' && administrator.last)}
                onPress={() => setOpen(part)}
              >
                {t(`administrators.${part}.name`)}
              </Button>
            )}
          </May>
        ))}
      </div>
      <h3>{t('administrators.mayDo')}</h3>
      {administrator.roles.length + administrator.others.length === 0 && <p>{t('administrators.nothing')}</p>}
      <ul className="role-list">
        {administrator.roles.map((role) => (
          <li key={role}>
            <strong>{t(`administrators.role.${role}.name`)}</strong>
            <span className="quiet">{t(`administrators.role.${role}.may`)}</span>
          </li>
        ))}
      </ul>
      {administrator.others.length > 0 && (
        <p className="quiet">{t('administrators.others', { rights: administrator.others.join(', ') })}</p>
      )}
      {open === 'roles' && <ChangeRoles administrator={administrator} onClose={close} />}
      {open === 'password' && <ChangePassword name={administrator.name} onClose={close} />}
      {open === 'remove' && <Remove name={administrator.name} onClose={close} />}
    </>
  );
}

function ChangeRoles({
  administrator,
  onClose,
}: {
  readonly administrator: Administrator;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { name } = administrator;
  const [roles, setRoles] = useState(administrator.roles);
  const set = useAdministrativeAction('administrators/set-roles');
  const [done, setDone] = useState(false);
  return (
    <ActFrame
      title={t('administrators.roles.title', { name })}
      before={t(administrator.others.length > 0 ? 'administrators.roles.beforeOthers' : 'administrators.roles.before', {
        name,
      })}
      verb={t('administrators.roles.verb')}
      busy={set.busy}
      failure={set.failure}
      onGo={() => void set.run({ name, roles }).then((answer) => answer !== undefined && setDone(true))}
      onClose={onClose}
      result={done ? <Sign meaning="proven">{t('administrators.roles.done', { name })}</Sign> : undefined}
    >
      <AdministratorRoles roles={roles} onChange={(chosen) => setRoles([...chosen])} />
    </ActFrame>
  );
}

function ChangePassword({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const password = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const set = useAdministrativeAction('administrators/set-password');
  const [done, setDone] = useState(false);
  const go = async () => {
    const typed = { password: takeSecret(password.current), again: takeSecret(again.current) };
    try {
      if ((await set.run({ name, ...typed })) !== undefined) setDone(true);
    } finally {
      typed.password.fill(0);
      typed.again.fill(0);
    }
  };
  return (
    <ActFrame
      title={t('administrators.password.title', { name })}
      before={t('administrators.password.before')}
      verb={t('administrators.password.verb')}
      busy={set.busy}
      failure={set.failure}
      onGo={() => void go()}
      onClose={onClose}
      result={done ? <Sign meaning="proven">{t('administrators.password.done')}</Sign> : undefined}
    >
      <SecretField
        label={t('administrators.newPassword')}
        hint={t('administrators.passwordHint')}
        inputRef={password}
        autoFocus
        autoComplete="new-password"
      />
      <SecretField label={t('administrators.again')} inputRef={again} autoComplete="new-password" />
    </ActFrame>
  );
}

function Remove({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useAdministrativeAction('administrators/remove');
  return (
    <ActFrame
      title={t('administrators.remove.title', { name })}
      before={t('administrators.remove.before', { name })}
      verb={t('administrators.remove.verb')}
      final
      busy={remove.busy}
      failure={remove.failure}
      onGo={() =>
        void remove
          .run({ name })
          .then((done) => done !== undefined && announce(t('administrators.remove.done', { name })))
      }
      onClose={onClose}
      result={undefined}
    />
  );
}
