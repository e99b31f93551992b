import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountToken } from '../../domain/account.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Sign } from '../controls/sign.tsx';
import { CodeInput } from './code-input.tsx';

/** Two codes in a row tell the server where the token is; a touch's Enter leads from the first to the second. */
export function ActResync({ token, onClose }: { readonly token: AccountToken; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const [filled, setFilled] = useState({ first: false, second: false });
  const [found, setFound] = useState<boolean>();
  const resync = useAdministrativeAction('account-tokens/resync');
  const go = async () => {
    if (first.current === null || second.current === null) return;
    if (second.current.value.trim() === '') return second.current.focus();
    const done = await resync.run({ serial: token.serial, first: first.current.value, second: second.current.value });
    if (done === undefined) return;
    setFound(done.value.found);
    if (done.value.found) return;
    first.current.value = '';
    second.current.value = '';
    setFilled({ first: false, second: false });
    first.current.focus();
  };
  return (
    <ActFrame
      title={t('accounts.act.resync.title')}
      before={t('accounts.act.resync.before')}
      verb={t('accounts.act.resync.verb')}
      busy={resync.busy}
      failure={resync.failure}
      ready={filled.first}
      onGo={() => void go()}
      onClose={onClose}
      result={found === true ? <Sign meaning="proven">{t('accounts.act.resync.done')}</Sign> : undefined}
    >
      <CodeInput
        label={t('accounts.act.resync.first')}
        hint={t('accounts.act.resync.codeHint')}
        inputRef={first}
        autoFocus
        onChange={(full) => setFilled((before) => ({ ...before, first: full }))}
      />
      <CodeInput
        label={t('accounts.act.resync.second')}
        inputRef={second}
        onChange={(full) => setFilled((before) => ({ ...before, second: full }))}
      />
      {found === false && (
        <p className="fault" role="alert">
          <Sign meaning="refused">{t('accounts.act.resync.notFound')}</Sign>
        </p>
      )}
    </ActFrame>
  );
}
