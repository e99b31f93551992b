import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountToken } from '../../domain/account.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Sign } from '../controls/sign.tsx';
import { TextField } from '../controls/text-field.tsx';
import { AccountTokenMeaning } from './account-token-state.tsx';
import { dayOf } from './day-of.ts';

const most = { count: 1000, sync: 10_000 };

/** From which day a token lets its owner in, and how far ahead its codes are looked for. */
export function ActSettings({ token, onClose }: { readonly token: AccountToken; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const before = token.validFrom === null ? '' : dayOf(new Date(token.validFrom));
  const [day, setDay] = useState(before);
  const [count, setCount] = useState(String(token.countWindow));
  const [sync, setSync] = useState(String(token.syncWindow));
  const [result, setResult] = useState<AccountToken>();
  const set = useAdministrativeAction('account-tokens/set');
  const [countWindow, syncWindow] = [windowOf(count, most.count), windowOf(sync, most.sync)];
  const tooLate = day !== '' && token.validUntil !== null && new Date(`${day}T00:00`) > new Date(token.validUntil);
  const go = async () => {
    const from = day === '' ? null : new Date(`${day}T00:00`).toISOString();
    const wanted = { serial: token.serial, countWindow, syncWindow, ...(day === before ? {} : { from }) };
    const done = await set.run(wanted);
    if (done !== undefined) setResult(done.value);
  };
  const fault = (value: number | undefined, max: number) =>
    value === undefined ? t('accounts.act.settings.fault', { most: max }) : undefined;
  return (
    <ActFrame
      title={t('accounts.act.settings.title')}
      before={t('accounts.act.settings.before')}
      verb={t('accounts.act.settings.verb')}
      busy={set.busy}
      failure={set.failure}
      ready={countWindow !== undefined && syncWindow !== undefined && !tooLate}
      onGo={() => void go()}
      onClose={onClose}
      result={
        result && (
          <>
            <Sign meaning="proven">
              {t('accounts.act.settings.done', { count: result.countWindow, sync: result.syncWindow })}
            </Sign>
            <AccountTokenMeaning token={result} />
          </>
        )
      }
    >
      <div className="field">
        <label htmlFor={id}>{t('accounts.act.settings.day')}</label>
        <p id={`${id}-hint`} className="hint">
          {t(tooLate ? 'accounts.act.settings.tooLate' : 'accounts.act.settings.dayHint')}
        </p>
        <input
          id={id}
          type="date"
          className="input"
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
          aria-describedby={`${id}-hint`}
          aria-invalid={tooLate}
        />
      </div>
      <TextField
        label={t('accounts.countWindow')}
        hint={t('accounts.act.settings.countHint')}
        value={count}
        onChange={setCount}
        fault={fault(countWindow, most.count)}
        maxLength={5}
      />
      <TextField
        label={t('accounts.syncWindow')}
        hint={t('accounts.act.settings.syncHint')}
        value={sync}
        onChange={setSync}
        fault={fault(syncWindow, most.sync)}
        maxLength={5}
      />
    </ActFrame>
  );
}

function windowOf(text: string, max: number): number | undefined {
  const number = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= max ? number : undefined;
}
