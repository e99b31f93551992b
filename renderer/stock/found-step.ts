import type { FoundToken } from '../../domain/contract/stock.ts';

export type FoundStep =
  | 'unknown'
  | 'give back'
  | 'take back'
  | 'bring'
  | 'reprogram'
  | 'quarantined'
  | 'shelf'
  | 'unpack'
  | 'finish'
  | 'none';

/** What to do next with a token that somebody found. */
export function stepFor({ state, holder, isHere }: Pick<FoundToken, 'state' | 'holder' | 'isHere'>): FoundStep {
  switch (state) {
    case null:
      return 'unknown';
    case 'issued':
      return holder === null ? 'take back' : 'give back';
    case 'suspended':
      return 'give back';
    case 'lost':
    case 'revoked':
      return isHere ? 'take back' : 'bring';
    case 'returned':
      return 'reprogram';
    case 'quarantined':
      return 'quarantined';
    case 'blank':
    case 'in stock':
      return 'shelf';
    case 'in transit':
      return 'unpack';
    case 'scrapped':
      return 'none';
    default:
      return 'finish';
  }
}

/** The same at a desk of a privacyIDEA server, which keeps no shelves. */
export function elsewhereStep(step: FoundStep): 'give back' | 'withdraw' | 'nobody' {
  if (step === 'give back') return step;
  return step === 'take back' || step === 'bring' ? 'withdraw' : 'nobody';
}
