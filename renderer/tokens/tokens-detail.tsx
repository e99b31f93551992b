import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { TokenRow } from '../../domain/contract/ipc.ts';
import { ActStarts, actsFor } from '../acts/act-starts.tsx';
import { ReplaceStart } from '../acts/replace-start.tsx';
import { Button } from '../controls/button.tsx';
import { type Fact, Facts } from '../controls/facts.tsx';
import { TokenDrawing } from '../controls/token-drawing.tsx';
import { whenExactly } from '../i18n/when.ts';
import { useAppState, useAttached, useForeseen } from '../queries.ts';
import { TokenStateWord } from './tokens-state.tsx';

/** What is known of one token, and from where. */
export function TokensDetail({ token }: { readonly token: TokenRow }) {
  const { t, i18n } = useTranslation();
  const [, navigate] = useLocation();
  const here = useAttached().data?.tokens.some((one) => one.token.serial === token.serial) ?? false;
  const isElsewhere = useAppState().data?.station?.kind === 'privacyidea';
  const isSerial = /^\d{1,10}$/.test(token.serial);
  const person = useForeseen('withdraw', isSerial ? token.serial : '').data?.person;
  const facts: readonly Fact[] = [
    [t('tokens.holder'), token.holderName || t('tokens.nobody')],
    [t('tokens.model'), token.model],
    [t('tokens.slot'), token.slot === 0 ? '' : String(token.slot)],
    [
      t('tokens.credential'),
      <span key="credential" className="mono">
        {token.credential}
      </span>,
    ],
    [
      t(token.source === 'server' ? 'tokens.asOf' : 'tokens.since'),
      token.updatedAt === '' ? '' : whenExactly(token.updatedAt, i18n.language),
    ],
    [t('tokens.source.title'), t(`tokens.source.${token.source}`)],
  ];
  return (
    <>
      <div className="tokens-drawing">
        <TokenDrawing model={token.model} state={here ? 'plugged' : 'absent'} />
        <p className="quiet">{t(here ? 'tokens.here' : 'tokens.away')}</p>
      </div>
      <p className="large">
        <TokenStateWord state={token.state} />
        {token.practice && <span className="practice-mark">{t('practice.mark')}</span>}
      </p>
      {token.state === 'quarantined' && <p className="measure">{t('tokens.quarantinedHelp')}</p>}
      {token.practice && <p className="measure">{t('tokens.practiceHelp')}</p>}
      {!token.practice && isElsewhere && <p className="quiet small measure">{t('acts.elsewhere.only')}</p>}
      {!token.practice && (
        <span className="act-starts">
          {(token.state === 'issued' || (token.state === 'lost' && isElsewhere)) && person && (
            <ReplaceStart person={person} />
          )}
          <ActStarts token={token.serial} acts={actsFor(token.state, here)} />
        </span>
      )}
      <Facts facts={facts} />
      {/^\d+$/.test(token.serial) && (
        <div>
          <Button onPress={() => navigate(`/paper/token-label/${token.serial}`)}>{t('tokens.label')}</Button>
        </div>
      )}
    </>
  );
}
