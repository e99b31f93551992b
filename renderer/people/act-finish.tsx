import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountToken } from '../../domain/account.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import { Sign } from '../controls/sign.tsx';
import { AccountTokenMeaning } from './account-token-state.tsx';
import { CodeInput } from './code-input.tsx';

/** What an enrolment waits for is given: the first code of the token, or the part of the seed that the app shows. */
export function ActFinish({ token, onClose }: { readonly token: AccountToken; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [filled, setFilled] = useState(false);
  const [result, setResult] = useState<AccountToken>();
  const finish = useAdministrativeAction('account-tokens/finish');
  const waitsFor = token.waitsFor ?? 'code';
  const go = async () => {
    const typed = takeSecret(field.current);
    setFilled(false);
    try {
      const done = await finish.run({ serial: token.serial, type: token.type, waitsFor, typed });
      if (done === undefined) field.current?.focus();
      else setResult(done.value);
    } finally {
      typed.fill(0);
    }
  };
  return (
    <ActFrame
      title={t(waitsFor === 'code' ? 'accounts.act.finish.titleCode' : 'accounts.act.finish.titlePart')}
      before={t(waitsFor === 'code' ? 'accounts.act.finish.beforeCode' : 'accounts.act.finish.beforePart')}
      verb={t('accounts.act.finish.verb')}
      busy={finish.busy}
      failure={finish.failure}
      ready={waitsFor === 'part' || filled}
      onGo={() => void go()}
      onClose={onClose}
      result={
        result && (
          <>
            {result.waitsFor === null && <Sign meaning="proven">{t('accounts.act.finish.done')}</Sign>}
            <AccountTokenMeaning token={result} />
          </>
        )
      }
    >
      {waitsFor === 'code' ? (
        <CodeInput
          label={t('accounts.act.finish.code')}
          hint={t('accounts.act.finish.codeHint')}
          inputRef={field}
          autoFocus
          onChange={setFilled}
        />
      ) : (
        <SecretField
          label={t('accounts.act.finish.part')}
          hint={t('accounts.act.finish.partHint')}
          inputRef={field}
          autoFocus
          autoComplete="off"
        />
      )}
    </ActFrame>
  );
}
