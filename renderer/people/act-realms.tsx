import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountToken } from '../../domain/account.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { Sign } from '../controls/sign.tsx';
import { TickBox } from '../controls/tick-box.tsx';

/** The realms a token is in: whose administrators may look after it, and whose policies hold for it. */
export function ActRealms({ token, onClose }: { readonly token: AccountToken; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<readonly string[]>(token.realms);
  const [kept, setKept] = useState<readonly string[]>();
  const places = useAdministrative('policies/places').data;
  const set = useAdministrativeAction('account-tokens/set-realms');
  const realms = [...new Set([...(places?.realms ?? []), ...token.realms])].sort();
  const go = async () => {
    const done = await set.run({ serial: token.serial, realms: chosen });
    if (done !== undefined) setKept(done.value.realms);
  };
  return (
    <ActFrame
      title={t('accounts.act.realms.title')}
      before={t('accounts.act.realms.before')}
      verb={t('accounts.act.realms.verb')}
      busy={set.busy}
      failure={set.failure}
      onGo={() => void go()}
      onClose={onClose}
      result={
        kept && (
          <Sign meaning="proven">
            {kept.length === 0
              ? t('accounts.act.realms.none')
              : t('accounts.act.realms.done', { realms: kept.join(', ') })}
          </Sign>
        )
      }
    >
      <fieldset className="column">
        <legend>{t('accounts.realms')}</legend>
        {realms.map((realm) => (
          <TickBox
            key={realm}
            label={realm}
            isSelected={chosen.includes(realm)}
            onChange={(ticked) => setChosen(ticked ? [...chosen, realm] : chosen.filter((one) => one !== realm))}
            {...(realm === token.owner?.realm ? { hint: t('accounts.act.realms.owner') } : {})}
          />
        ))}
      </fieldset>
    </ActFrame>
  );
}
