import { useTranslation } from 'react-i18next';
import { ActStarts, actsAt } from '../acts/act-starts.tsx';
import { Button } from '../controls/button.tsx';
import { Grouped } from '../controls/grouped.tsx';
import { TokenDrawing } from '../controls/token-drawing.tsx';
import { useAttached } from '../queries.ts';
import { Standing } from './tokens-standing.tsx';

/** The tokens in the ports, above the list: one line each, and the way to what is known of them. */
export function TokensPlugged({ onSearch }: { readonly onSearch: (query: string) => void }) {
  const { t } = useTranslation();
  const tokens = useAttached().data?.tokens ?? [];
  if (tokens.length === 0) return null;
  return (
    <section className="plugged" aria-label={t('tokens.port.title')}>
      {tokens.map(({ token: { presence, serial, model, practice }, standing }) => (
        <div key={presence} className="plugged-token">
          <TokenDrawing model={model} state="plugged" />
          <div>
            <p className="large">
              {serial === undefined ? t('tokens.port.noSerial') : <Grouped>{serial}</Grouped>}{' '}
              <span className="quiet">{model}</span>
              {practice && <span className="practice-mark">{t('practice.mark')}</span>}
            </p>
            <Standing standing={standing} />
            {serial !== undefined && !practice && <ActStarts token={serial} acts={actsAt(standing)} />}
          </div>
          {serial !== undefined && (
            <Button kind="plain" aria-label={t('tokens.find', { serial })} onPress={() => onSearch(serial)}>
              {t('tokens.findShort')}
            </Button>
          )}
        </div>
      ))}
    </section>
  );
}
