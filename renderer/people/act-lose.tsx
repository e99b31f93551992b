import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountToken } from '../../domain/account.ts';
import type { Reply } from '../../domain/contract/ipc.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Sign } from '../controls/sign.tsx';
import { whenToTheMinute } from '../i18n/when.ts';
import { ownerName } from './account-name.ts';
import { letterLanguage } from './letter-language.ts';
import { ToldSecret } from './told-secret.tsx';

/** The lost-token process: the token is out of use, a password stands in for it for some days. */
export function ActLose({ token, onClose }: { readonly token: AccountToken; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const lose = useAdministrativeAction('account-tokens/lose');
  const [result, setResult] = useState<Reply<'account-tokens/lose'>>();
  const owner = token.owner === null ? t('accounts.nobody') : ownerName(token.owner);
  const until = result?.validUntil == null ? '' : whenToTheMinute(result.validUntil, i18n.language);
  const go = async () => {
    const done = await lose.run({ serial: token.serial, language: letterLanguage(i18n.language) });
    if (done !== undefined) setResult(done.value);
  };
  return (
    <ActFrame
      title={t('accounts.act.lose.title')}
      before={t(token.standIn === null ? 'accounts.act.lose.before' : 'accounts.act.lose.beforeAgain', { owner })}
      verb={t('accounts.act.lose.verb')}
      busy={lose.busy}
      failure={lose.failure}
      onGo={() => void go()}
      onClose={onClose}
      result={
        result && (
          <>
            <Sign meaning="proven">{t('accounts.act.lose.done')}</Sign>
            <ToldSecret
              label={t('accounts.act.lose.told')}
              secret={result.password}
              letter={result.letter}
              facts={[
                [t('accounts.owner'), owner],
                [t('accounts.validUntil'), until],
                [t('accounts.standsFor'), token.serial],
              ]}
            />
            <p className="measure no-print">{t('accounts.act.lose.how')}</p>
          </>
        )
      }
    />
  );
}
