import type { Ceremony } from '../../domain/ceremony.ts';
import type { FailureCode } from '../../domain/failure.ts';
import type { TokenState } from '../controls/token-drawing.tsx';
import { useAttached } from '../queries.ts';

export interface TokenAtHand {
  readonly model: string;
  readonly serial: string | undefined;
  readonly state: TokenState;
  readonly fraction: number;
  /** The ceremony's own token, or the only one when none was taken yet. */
  readonly isHere: boolean;
}

/** What the drawing shows: the ceremony's token as the ports and the ceremony say. */
export function useTokenAtHand(ceremony: Ceremony): TokenAtHand {
  const tokens = useAttached().data?.tokens ?? [];
  const own = ceremony.token;
  const here = own === undefined ? tokens[0]?.token : tokens.find(({ token }) => token.serial === own.serial)?.token;
  return {
    model: own?.model ?? here?.model ?? '',
    serial: own?.serial ?? here?.serial,
    state: stateOf(ceremony, here !== undefined),
    fraction: ceremony.writing.phase === 'writing' ? ceremony.writing.fraction : 0,
    isHere: here !== undefined,
  };
}

/** What the token itself would not have; an unknown outcome is no refusal. */
const refusals: readonly FailureCode[] = [
  'token/rejected',
  'token/write-refused',
  'token/access-code',
  'token/unsupported',
];

function stateOf(ceremony: Ceremony, isHere: boolean): TokenState {
  if (ceremony.outcome?.kind === 'issued' || (ceremony.codes === 2 && ceremony.outcome === undefined)) return 'proven';
  if (!isHere) return 'absent';
  if (ceremony.writing.phase === 'writing') return 'writing';
  if (refusals.some((code) => code === ceremony.problem?.code)) return 'refused';
  return ceremony.step === 'prove' ? 'touch' : 'plugged';
}
