import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountToken, accountTokenState } from '../../domain/account.ts';
import { May } from '../administration/may.tsx';
import { Button } from '../controls/button.tsx';
import { ActConfirm } from './act-confirm.tsx';
import { ActDescribe } from './act-describe.tsx';
import { ActEnd } from './act-end.tsx';
import { ActFinish } from './act-finish.tsx';
import { ActLose } from './act-lose.tsx';
import { ActPin } from './act-pin.tsx';
import { ActRealms } from './act-realms.tsx';
import { ActResync } from './act-resync.tsx';
import { ActSettings } from './act-settings.tsx';
import { AssignToPerson } from './assign-to-person.tsx';

/** Every act with the right it needs; `final` ones cannot be taken back. */
const acts = {
  finish: { right: '', group: 'daily' },
  reset: { right: 'reset', group: 'daily' },
  resync: { right: 'resync', group: 'daily' },
  pin: { right: 'setpin', group: 'daily' },
  describe: { right: 'setdescription', group: 'daily' },
  assign: { right: 'assign', group: 'owner' },
  unassign: { right: 'unassign', group: 'owner' },
  enable: { right: 'enable', group: 'use' },
  disable: { right: 'disable', group: 'use' },
  end: { right: 'set', group: 'use' },
  settings: { right: 'set', group: 'use' },
  realms: { right: 'tokenrealms', group: 'owner' },
  lose: { right: 'losttoken', group: 'use' },
  revoke: { right: 'revoke', group: 'final' },
  delete: { right: 'delete', group: 'final' },
} as const;

type ActName = keyof typeof acts;
const groups = ['daily', 'use', 'owner', 'final'] as const;

interface AccountActsProps {
  readonly token: AccountToken;
  readonly onDeleted: () => void;
}

/** What can be done to this token as it stands; each says what follows before it is done. */
export function AccountActs({ token, onDeleted }: AccountActsProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<{ readonly act: ActName; readonly before: AccountToken }>();
  const possible = possibleActs(token);
  const place = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that opened the dialog may be gone with what it did.
    if (open === undefined && document.activeElement === document.body) place.current?.focus();
  });
  const close = () => setOpen(undefined);
  return (
    <section aria-labelledby="account-acts" className="account-acts">
      <h2 id="account-acts" className="large" ref={place} tabIndex={-1}>
        {t('accounts.acts')}
      </h2>
      {groups.map((group) => {
        const names = possible.filter((name) => acts[name].group === group);
        return names.length === 0 ? null : (
          <ul key={group} className="act-list" aria-label={t(`accounts.group.${group}`)}>
            {names.map((name) => (
              <li key={name}>
                <May right={name === 'finish' ? `enroll${token.type.toUpperCase()}` : acts[name].right}>
                  {(control) => (
                    <Button
                      {...control}
                      kind={group === 'final' ? 'refuse' : 'second'}
                      onPress={() => setOpen({ act: name, before: token })}
                    >
                      {t(`accounts.act.${name}.name`)}
                    </Button>
                  )}
                </May>
                <p className="quiet">{t(`accounts.act.${name}.hint`)}</p>
              </li>
            ))}
          </ul>
        );
      })}
      {open !== undefined && <ActDialog act={open.act} token={open.before} onClose={close} onDeleted={onDeleted} />}
    </section>
  );
}

interface ActDialogProps {
  readonly act: ActName;
  readonly token: AccountToken;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

function ActDialog({ act, token, onClose, onDeleted }: ActDialogProps) {
  switch (act) {
    case 'finish':
      return <ActFinish token={token} onClose={onClose} />;
    case 'resync':
      return <ActResync token={token} onClose={onClose} />;
    case 'pin':
      return <ActPin token={token} onClose={onClose} />;
    case 'describe':
      return <ActDescribe token={token} onClose={onClose} />;
    case 'end':
      return <ActEnd token={token} onClose={onClose} />;
    case 'settings':
      return <ActSettings token={token} onClose={onClose} />;
    case 'realms':
      return <ActRealms token={token} onClose={onClose} />;
    case 'lose':
      return <ActLose token={token} onClose={onClose} />;
    case 'assign':
      return <AssignToPerson token={token} onClose={onClose} />;
    default:
      return <ActConfirm act={act} token={token} onClose={onClose} onDeleted={onDeleted} />;
  }
}

function possibleActs(token: AccountToken): readonly ActName[] {
  const state = accountTokenState(token, new Date());
  if (state === 'revoked') return ['describe', ...(token.owner === null ? [] : (['unassign'] as const)), 'delete'];
  const counts = token.type === 'hotp' || token.type === 'totp' || token.type === 'yubikey';
  return [
    ...(token.waitsFor === null ? [] : (['finish'] as const)),
    ...(token.failures > 0 ? (['reset'] as const) : []),
    ...(counts && token.waitsFor === null ? (['resync'] as const) : []),
    'pin',
    'describe',
    ...(token.active ? (['disable'] as const) : token.waitsFor === 'part' ? [] : (['enable'] as const)),
    'end',
    'settings',
    'realms',
    ...(token.owner === null ? (['assign'] as const) : (['lose', 'unassign'] as const)),
    'revoke',
    'delete',
  ];
}
