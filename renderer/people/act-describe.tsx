import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountToken } from '../../domain/account.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Sign } from '../controls/sign.tsx';
import { TextField } from '../controls/text-field.tsx';

/** A word about a token, for whoever looks for it. */
export function ActDescribe({ token, onClose }: { readonly token: AccountToken; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(token.description);
  const [kept, setKept] = useState<string>();
  const describe = useAdministrativeAction('account-tokens/describe');
  const go = async () => {
    const done = await describe.run({ serial: token.serial, description: text.trim() });
    if (done !== undefined) setKept(done.value.description);
  };
  return (
    <ActFrame
      title={t('accounts.act.describe.title')}
      before={t('accounts.act.describe.before')}
      verb={t('accounts.act.describe.verb')}
      busy={describe.busy}
      failure={describe.failure}
      onGo={() => void go()}
      onClose={onClose}
      result={
        kept === undefined ? undefined : (
          <Sign meaning="proven">
            {kept === '' ? t('accounts.act.describe.emptied') : t('accounts.act.describe.done', { text: kept })}
          </Sign>
        )
      }
    >
      <TextField label={t('accounts.description')} value={text} onChange={setText} maxLength={80} autoFocus />
    </ActFrame>
  );
}
