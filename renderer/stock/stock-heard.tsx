import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftLine, Heard } from '../../domain/contract/stock.ts';
import type { DraftKind } from '../../domain/stock/draft.ts';
import { play } from '../ceremony/sound.ts';
import { announce } from '../controls/announcer.tsx';
import { type Meaning, Sign } from '../controls/sign.tsx';
import { useAppState } from '../queries.ts';
import { Serial } from '../tokens/tokens-serial.tsx';

/** What became of the token that was touched or scanned last: seen, spoken, and heard when sounds are on. */
export function StockHeard({ heard, kind }: { readonly heard: Heard | undefined; readonly kind: DraftKind }) {
  const words = useHeardWords();
  const sound = useAppState().data?.settings.sound === true;
  useEffect(() => {
    if (heard === undefined) return;
    announce(`${heard.serial} ${words(heard, kind)}`, heard.added ? 'polite' : 'assertive');
    if (sound) play(heard.said === 'added' ? 'proven' : 'refused');
  }, [heard, kind, sound, words]);
  if (heard === undefined) return <p className="large stock-heard">{'\u00a0'}</p>;
  return (
    <p className="large stock-heard" data-said={heard.said}>
      {heard.serial !== '' && <Serial serial={heard.serial} />}{' '}
      <Sign meaning={meaningOf(heard.said, heard.added)}>{words(heard, kind)}</Sign>
    </p>
  );
}

type Said = Pick<DraftLine, 'said' | 'whose' | 'state'>;

/** What is said of a token: to whom it belongs or where it is, and what that means for what is being done. */
export function useHeardWords(): (said: Said, kind: DraftKind) => string {
  const { t } = useTranslation();
  return ({ said, whose, state }, kind) => {
    if (said === 'added') return t(`stock.said.added.${kind}`);
    if (said === 'issued' && whose === '') return t('stock.said.issuedToSomebody');
    // A count takes what it did not expect: nothing has to be done to it before.
    if (kind === 'count' && (said === 'unknown token' || said === 'on this shelf'))
      return t(`stock.said.counted.${said}`, { state: state === null ? '' : t(`tokens.state.${state}`) });
    return t(`stock.said.${said}`, { whose, state: state === null ? '' : t(`tokens.state.${state}`) });
  };
}

export function meaningOf(said: Heard['said'], added: boolean): Meaning {
  if (said === 'added') return 'proven';
  return added || said === 'there already' ? 'waiting' : 'refused';
}
