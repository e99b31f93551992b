import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountToken } from '../../domain/account.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import { Sign } from '../controls/sign.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import { ownerName } from './account-name.ts';
import { AccountTokenMeaning } from './account-token-state.tsx';
import type { ChosenAccount } from './accounts.tsx';

interface AssignFrameProps {
  readonly title: string;
  readonly serial: string | undefined;
  readonly owner: ChosenAccount | undefined;
  readonly onClose: () => void;
  /** The choice that is still to be made. */
  readonly children: ReactNode;
}

/** A token from the stock becomes somebody's, with a PIN if the person types one now. */
export function AssignFrame({ title, serial, owner, onClose, children }: AssignFrameProps) {
  const { t } = useTranslation();
  const [withPin, setWithPin] = useState(false);
  const pin = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const assign = useAdministrativeAction('account-tokens/assign');
  const [result, setResult] = useState<AccountToken>();
  const go = async () => {
    if (serial === undefined || owner === undefined) return;
    const { realm, username } = owner;
    const request = { serial, realm, username, pin: takeSecret(pin.current), again: takeSecret(again.current) };
    try {
      const done = await assign.run(request);
      if (done !== undefined) setResult(done.value);
    } finally {
      request.pin.fill(0);
      request.again.fill(0);
    }
  };
  return (
    <ActFrame
      title={title}
      before={t('accounts.act.assign.before')}
      verb={t('accounts.act.assign.verb')}
      busy={assign.busy}
      failure={assign.failure}
      ready={serial !== undefined && owner !== undefined}
      onGo={() => void go()}
      onClose={onClose}
      result={
        result && (
          <>
            <Sign meaning="proven">
              {t('accounts.act.assign.done', {
                serial: result.serial,
                owner: result.owner === null ? t('accounts.nobody') : ownerName(result.owner),
              })}
            </Sign>
            <AccountTokenMeaning token={result} />
          </>
        )
      }
    >
      {children}
      <TickBox label={t('accounts.act.assign.withPin')} isSelected={withPin} onChange={setWithPin} />
      {withPin && (
        <>
          <SecretField label={t('accounts.act.pin.first')} inputRef={pin} autoComplete="off" />
          <SecretField label={t('accounts.act.pin.second')} inputRef={again} autoComplete="off" />
        </>
      )}
    </ActFrame>
  );
}
