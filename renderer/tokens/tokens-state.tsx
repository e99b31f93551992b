import { useTranslation } from 'react-i18next';
import { type TokenState, tokenStates } from '../../domain/token.ts';
import { type Meaning, Sign } from '../controls/sign.tsx';

const meanings: Readonly<Record<TokenState, Meaning>> = {
  blank: 'none',
  'in stock': 'none',
  'in transit': 'waiting',
  prepared: 'waiting',
  writing: 'waiting',
  programmed: 'waiting',
  verified: 'proven',
  issued: 'proven',
  suspended: 'waiting',
  lost: 'refused',
  revoked: 'refused',
  returned: 'none',
  quarantined: 'refused',
  scrapped: 'refused',
};

function isTokenState(state: string): state is TokenState {
  return (tokenStates as readonly string[]).includes(state);
}

/** A token's state by word and shape; a state this Keydesk does not know is said as it came. */
export function TokenStateWord({ state }: { readonly state: string }) {
  const { t } = useTranslation();
  if (!isTokenState(state)) return <span>{state}</span>;
  return <Sign meaning={meanings[state]}>{t(`tokens.state.${state}`)}</Sign>;
}
