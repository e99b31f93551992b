import { useTranslation } from 'react-i18next';
import type { TokenRow } from '../../domain/contract/ipc.ts';
import { TokenDrawing } from '../controls/token-drawing.tsx';
import { whenExactly } from '../i18n/when.ts';
import { useAttached } from '../queries.ts';
import { TokenStateWord } from './tokens-state.tsx';

/** What is known of one token, and from where. */
export function TokensDetail({ token }: { readonly token: TokenRow }) {
  const { t, i18n } = useTranslation();
  const here = useAttached().data?.tokens.some((one) => one.token.serial === token.serial) ?? false;
  const facts = [
    { name: t('tokens.holder'), value: token.holderName || t('tokens.nobody') },
    { name: t('tokens.model'), value: token.model },
    { name: t('tokens.slot'), value: token.slot === 0 ? '' : String(token.slot) },
    { name: t('tokens.credential'), value: token.credential, mono: true },
    {
      name: t(token.source === 'server' ? 'tokens.asOf' : 'tokens.since'),
      value: token.updatedAt === '' ? '' : whenExactly(token.updatedAt, i18n.language),
    },
    { name: t('tokens.source.title'), value: t(`tokens.source.${token.source}`) },
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
      <dl className="facts">
        {facts
          .filter(({ value }) => value !== '')
          .map(({ name, value, mono }) => (
            <div key={name} className="fact">
              <dt>{name}</dt>
              <dd className={mono === true ? 'mono' : ''}>{value}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}
