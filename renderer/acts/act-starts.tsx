import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { TokenStanding } from '../../domain/token.ts';
import type { TokenAct } from '../../domain/token-act.ts';
import { Button } from '../controls/button.tsx';
import { useAppState } from '../queries.ts';
import './acts.css';

interface ActStartsProps {
  /** Serial of the token. */
  readonly token: string;
  readonly acts: readonly TokenAct[];
}

/** The ways to the small ceremonies about a token; of those, the ones that the server of this desk can be told. */
export function ActStarts({ token, acts }: ActStartsProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const server = useAppState().data?.station?.kind;
  const told = server === 'privacyidea' ? elsewhere(acts) : acts;
  if (server === undefined || told.length === 0 || !/^\d{1,10}$/.test(token)) return null;
  return (
    <span className="act-starts">
      {told.map((act) => (
        <Button
          key={act}
          kind="plain"
          aria-label={t(`acts.startToken.${act}`, { serial: token })}
          onPress={() => go(`/acts/${act}/${token}`)}
        >
          {t(`acts.start.${act}`)}
        </Button>
      ))}
      {server === 'privacyidea' && acts.includes('report-lost') && (
        <Button kind="plain" onPress={() => go(`/acts/stand-in/${token}`)}>
          {t('acts.standIn.start')}
        </Button>
      )}
    </span>
  );
}

/** A privacyIDEA server has no shelf to take a token back to, and none to scrap it from: what lies here is withdrawn. */
function elsewhere(acts: readonly TokenAct[]): readonly TokenAct[] {
  const known = new Set(acts.map((act) => (act === 'take-back' ? 'withdraw' : act)));
  return [...known].filter((act) => act !== 'scrap');
}

/** What can be done with a token that lies here: a found one is taken back, a person's is withdrawn. */
export function actsAt(standing: TokenStanding): readonly TokenAct[] {
  if (standing.kind === 'issued') return ['take-back', 'withdraw'];
  const isAway = standing.kind === 'unavailable' && ['lost', 'revoked', 'suspended'].includes(standing.state);
  return isAway ? ['take-back'] : [];
}

/** What can be done with a token of the list. */
export function actsFor(state: string, isHere: boolean): readonly TokenAct[] {
  if (state === 'issued') return isHere ? ['take-back', 'withdraw', 'report-lost'] : ['withdraw', 'report-lost'];
  if (state === 'lost' || state === 'revoked') return isHere ? ['take-back', 'scrap'] : ['scrap'];
  if (state === 'suspended' && isHere) return ['take-back'];
  return state === 'returned' || state === 'quarantined' ? ['scrap'] : [];
}
