import { useTranslation } from 'react-i18next';
import type { TokenStanding } from '../../domain/token.ts';
import { type Meaning, Sign } from '../controls/sign.tsx';
import { TokenStateWord } from './tokens-state.tsx';

const meanings: Readonly<Record<TokenStanding['kind'], Meaning>> = {
  ready: 'none',
  occupied: 'waiting',
  issued: 'none',
  quarantined: 'refused',
  unavailable: 'refused',
  'no serial': 'refused',
};

/** Whose a plugged-in token is, or what may be done with it. */
export function Standing({ standing }: { readonly standing: TokenStanding }) {
  const { t } = useTranslation();
  switch (standing.kind) {
    case 'issued':
      return (
        <p className="large">
          {t('tokens.standing.issued')} <strong>{standing.holder}</strong>
        </p>
      );
    case 'unavailable':
      return (
        <p>
          {t('tokens.standing.unavailable')} <TokenStateWord state={standing.state} />
        </p>
      );
    case 'occupied':
      return (
        <p>
          <Sign meaning={meanings.occupied}>
            {t('tokens.standing.occupied', { count: standing.slots.length, slots: standing.slots.join(', ') })}
          </Sign>
        </p>
      );
    default:
      return (
        <p>
          <Sign meaning={meanings[standing.kind]}>{t(`tokens.standing.${standing.kind}`)}</Sign>
        </p>
      );
  }
}
