import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountToken } from '../../domain/account.ts';
import type { Reply } from '../../domain/contract/ipc.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Choices } from '../controls/choices.tsx';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import { Sign } from '../controls/sign.tsx';
import { ownerName } from './account-name.ts';
import { letterLanguage } from './letter-language.ts';
import { ToldSecret } from './told-secret.tsx';

/** Another PIN: typed twice by the person, or drawn by the server for a letter. */
export function ActPin({ token, onClose }: { readonly token: AccountToken; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const [way, setWay] = useState<'typed' | 'random'>('typed');
  const pin = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const set = useAdministrativeAction('account-tokens/set-pin');
  const draw = useAdministrativeAction('account-tokens/random-pin');
  const [result, setResult] = useState<{ readonly told?: Reply<'account-tokens/random-pin'> }>();
  const owner = token.owner === null ? t('accounts.nobody') : ownerName(token.owner);
  const go = async () => {
    if (way === 'random') {
      const drawn = await draw.run({ serial: token.serial, language: letterLanguage(i18n.language) });
      if (drawn !== undefined) setResult({ told: drawn.value });
      return;
    }
    const request = { serial: token.serial, pin: takeSecret(pin.current), again: takeSecret(again.current) };
    try {
      const done = await set.run(request);
      if (done !== undefined) setResult({});
      else pin.current?.focus();
    } finally {
      request.pin.fill(0);
      request.again.fill(0);
    }
  };
  return (
    <ActFrame
      title={t('accounts.act.pin.title')}
      before={t('accounts.act.pin.before')}
      verb={t(way === 'typed' ? 'accounts.act.pin.verb' : 'accounts.act.pin.draw')}
      busy={set.busy || draw.busy}
      failure={way === 'typed' ? set.failure : draw.failure}
      onGo={() => void go()}
      onClose={onClose}
      result={
        result && (
          <>
            <Sign meaning="proven">{t('accounts.act.pin.done')}</Sign>
            {result.told !== undefined && (
              <ToldSecret
                label={t('accounts.act.pin.told')}
                secret={result.told.pin}
                letter={result.told.letter}
                facts={[
                  [t('accounts.owner'), owner],
                  [t('accounts.serial'), token.serial],
                ]}
              />
            )}
          </>
        )
      }
    >
      <Choices
        label={t('accounts.act.pin.way')}
        value={way}
        onChange={setWay}
        choices={[
          { value: 'typed', label: t('accounts.act.pin.typed') },
          { value: 'random', label: t('accounts.act.pin.random'), hint: t('accounts.act.pin.randomHint') },
        ]}
      />
      {way === 'typed' && (
        <>
          <SecretField label={t('accounts.act.pin.first')} inputRef={pin} autoComplete="off" />
          <SecretField label={t('accounts.act.pin.second')} inputRef={again} autoComplete="off" />
        </>
      )}
    </ActFrame>
  );
}
