import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountToken } from '../../domain/account.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Sign } from '../controls/sign.tsx';
import { AccountTokenMeaning } from './account-token-state.tsx';
import { dayOf } from './day-of.ts';

/** The last day on which a token lets its owner in; no day, and it does for ever. */
export function ActEnd({ token, onClose }: { readonly token: AccountToken; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [day, setDay] = useState(token.validUntil === null ? '' : dayOf(new Date(token.validUntil)));
  const [result, setResult] = useState<AccountToken>();
  const set = useAdministrativeAction('account-tokens/set-end');
  const go = async () => {
    const until = day === '' ? null : new Date(`${day}T23:59`).toISOString();
    const done = await set.run({ serial: token.serial, until });
    if (done !== undefined) setResult(done.value);
  };
  return (
    <ActFrame
      title={t('accounts.act.end.title')}
      before={t('accounts.act.end.before')}
      verb={t('accounts.act.end.verb')}
      busy={set.busy}
      failure={set.failure}
      onGo={() => void go()}
      onClose={onClose}
      result={
        result && (
          <>
            <Sign meaning="proven">
              {t(result.validUntil === null ? 'accounts.act.end.forever' : 'accounts.act.end.done', { day })}
            </Sign>
            <AccountTokenMeaning token={result} />
          </>
        )
      }
    >
      <div className="field">
        <label htmlFor={id}>{t('accounts.act.end.day')}</label>
        <p id={`${id}-hint`} className="hint">
          {t('accounts.act.end.dayHint')}
        </p>
        <input
          id={id}
          type="date"
          className="input"
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
          aria-describedby={`${id}-hint`}
        />
      </div>
    </ActFrame>
  );
}
