import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountToken, AccountTokenAct } from '../../domain/account.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Sign } from '../controls/sign.tsx';
import { TextField } from '../controls/text-field.tsx';
import { ownerName } from './account-name.ts';
import { AccountTokenMeaning, AccountTokenWord } from './account-token-state.tsx';
import { ActConsequence } from './act-consequence.tsx';

interface ActConfirmProps {
  readonly act: AccountTokenAct;
  readonly token: AccountToken;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** An act that needs nothing but the decision; one that cannot be taken back wants the serial's end typed as well. */
export function ActConfirm({ act, token, onClose, onDeleted }: ActConfirmProps) {
  const { t } = useTranslation();
  const change = useAdministrativeAction('account-tokens/change');
  const [typed, setTyped] = useState('');
  const [result, setResult] = useState<{ readonly now: AccountToken | null; readonly standInLeft: boolean }>();
  const final = act === 'revoke' || act === 'delete';
  const found = act === 'enable' && token.standIn !== null;
  const last = token.serial.slice(-4);
  const values = {
    owner: token.owner === null ? t('accounts.nobody') : ownerName(token.owner),
    count: token.failures,
    serial: token.serial,
  };
  const go = async () => {
    const done = await change.run({ serial: token.serial, act });
    if (done === undefined) return;
    // A token that was found needs no password in its place any more.
    const ended = found ? await change.run({ serial: token.standIn ?? '', act: 'delete' }) : undefined;
    setResult({ now: done.value, standInLeft: found && ended === undefined });
  };
  const close = () => {
    if (result !== undefined && result.now === null) onDeleted();
    onClose();
  };
  return (
    <ActFrame
      title={t(`accounts.act.${act}.title`, values)}
      before={t(found ? 'accounts.act.enable.beforeFound' : `accounts.act.${act}.before`, values)}
      verb={t(`accounts.act.${act}.verb`)}
      final={final}
      busy={change.busy}
      failure={change.failure}
      ready={!final || typed.trim().toLowerCase() === last.toLowerCase()}
      onGo={() => void go()}
      onClose={close}
      result={
        result && (
          <>
            <Sign meaning="proven">{t(`accounts.act.${act}.done`)}</Sign>
            {result.now !== null && (
              <>
                <p>
                  {t('accounts.now')} <AccountTokenWord token={result.now} />
                </p>
                <AccountTokenMeaning token={result.now} />
                {result.standInLeft && (
                  <Sign meaning="waiting">{t('accounts.act.enable.standInLeft', { serial: token.standIn ?? '' })}</Sign>
                )}
              </>
            )}
          </>
        )
      }
    >
      <ActConsequence act={act} token={token} />
      {final && (
        <TextField
          label={t('accounts.typeEnd', { last })}
          hint={t('accounts.typeEndHint')}
          value={typed}
          onChange={setTyped}
          mono
          autoFocus
          autoComplete="off"
          maxLength={20}
        />
      )}
    </ActFrame>
  );
}
