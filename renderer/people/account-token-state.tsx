import { useTranslation } from 'react-i18next';
import { type AccountToken, type AccountTokenState, accountTokenState } from '../../domain/account.ts';
import { type Meaning, Sign } from '../controls/sign.tsx';
import { when } from '../i18n/when.ts';
import { ownerName } from './account-name.ts';

const meanings: Readonly<Record<AccountTokenState, Meaning>> = {
  active: 'proven',
  disabled: 'waiting',
  lost: 'refused',
  locked: 'refused',
  expired: 'waiting',
  'not yet valid': 'waiting',
  revoked: 'refused',
  'waits for part': 'waiting',
  'waits for code': 'waiting',
};

/** The state of a token in one word, with its shape. */
export function AccountTokenWord({ token }: { readonly token: AccountToken }) {
  const { t } = useTranslation();
  const state = accountTokenState(token, new Date());
  const meaning = state === 'active' && token.owner === null ? 'none' : meanings[state];
  const word = state === 'active' && token.owner === null ? 'stock' : state;
  return <Sign meaning={meaning}>{t(`accounts.state.${word}`)}</Sign>;
}

/** What that means for whoever wants to log in with it. */
export function AccountTokenMeaning({ token }: { readonly token: AccountToken }) {
  const { t, i18n } = useTranslation();
  const state = accountTokenState(token, new Date());
  const word = state === 'active' && token.owner === null ? 'stock' : state;
  const time = state === 'not yet valid' ? token.validFrom : token.validUntil;
  return (
    <p className="measure">
      {t(`accounts.means.${word}`, {
        owner: token.owner === null ? '' : ownerName(token.owner),
        count: token.failures,
        time: time === null ? '' : when(time, i18n.language),
      })}
    </p>
  );
}
