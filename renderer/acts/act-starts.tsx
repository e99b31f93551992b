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

/** The ways to the small ceremonies about a token; none where no server of ours would hear of them. */
export function ActStarts({ token, acts }: ActStartsProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const server = useAppState().data?.station?.kind;
  if (server !== 'keydesk' || acts.length === 0 || !/^\d{1,10}$/.test(token)) return null;
  return (
    <span className="act-starts">
      {acts.map((act) => (
        <Button
          key={act}
          kind="plain"
          aria-label={t(`acts.startToken.${act}`, { serial: token })}
          onPress={() => go(`/acts/${act}/${token}`)}
        >
          {t(`acts.start.${act}`)}
        </Button>
      ))}
    </span>
  );
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
  return state === 'returned' || state === 'quarantined' ? ['scrap'] : [];
}
