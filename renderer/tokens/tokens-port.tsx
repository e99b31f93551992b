import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Reply } from '../../domain/contract/ipc.ts';
import { ActStarts, actsAt } from '../acts/act-starts.tsx';
import { Button } from '../controls/button.tsx';
import { failureWords } from '../controls/failure-words.ts';
import { Grouped } from '../controls/grouped.tsx';
import { Shape } from '../controls/sign.tsx';
import { TokenDrawing } from '../controls/token-drawing.tsx';
import { useAction } from '../keydesk.ts';
import { useAppState, useAttached, useForeseen } from '../queries.ts';
import { Standing } from './tokens-standing.tsx';
import './tokens-port.css';

type Attached = Reply<'tokens/attached'>['tokens'][number];

/** What is in the port: drawn, with its serial, and whose it is. A token found in the street is laid here. */
export function TokensPort() {
  const { t } = useTranslation();
  const attached = useAttached();
  const { tokens, troubles } = attached.data ?? { tokens: [], troubles: [] };
  return (
    <section className="port-part" aria-labelledby="port-title">
      <h2 id="port-title">{t('tokens.port.title')}</h2>
      {tokens.map((one) => (
        <OneToken key={one.token.presence} attached={one} />
      ))}
      {troubles.map(({ presence, failure }) => (
        <div key={presence} className="port-trouble" data-code={failure.code}>
          <Shape meaning="refused" />
          <div>
            <p>
              <strong>{failureWords(t, failure).what}</strong>
            </p>
            <p className="quiet">{failureWords(t, failure).todo}</p>
            <p>
              <Link href="/settings" state={{ section: 'ports' }}>
                {t('tokens.port.repair')}
              </Link>
            </p>
          </div>
        </div>
      ))}
      {tokens.length === 0 && troubles.length === 0 && (
        <div className="port-token">
          <TokenDrawing model="" state="absent" />
          <div className="stack">
            <p>{t('tokens.port.none')}</p>
            <p className="quiet">{t('tokens.port.begin')}</p>
          </div>
        </div>
      )}
      {tokens.length > 1 && <p className="quiet">{t('tokens.port.several')}</p>}
      {tokens.every(({ token }) => token.transport === 'emulator') && <Emulated present={tokens.length > 0} />}
    </section>
  );
}

function OneToken({ attached: { token, standing } }: { readonly attached: Attached }) {
  const { t } = useTranslation();
  const slots = ([1, 2] as const).map((slot) =>
    t(token.slots[slot].configured ? 'tokens.port.written' : 'tokens.port.empty', { slot }),
  );
  return (
    <div className="port-token">
      <TokenDrawing model={token.model} state="plugged" />
      <div className="stack">
        <p className="port-serial">
          {token.serial === undefined ? t('tokens.port.noSerial') : <Grouped>{token.serial}</Grouped>}
          {token.practice && <span className="practice-mark">{t('practice.mark')}</span>}
        </p>
        <p className="quiet">{t('tokens.port.model', { model: token.model, firmware: token.firmware })}</p>
        <Standing standing={standing} />
        {standing.kind === 'unavailable' && token.serial !== undefined && <Whose token={token.serial} />}
        {token.serial !== undefined && !token.practice && <ActStarts token={token.serial} acts={actsAt(standing)} />}
        <p className="quiet small">{slots.join(' · ')}</p>
      </div>
    </div>
  );
}

/** Whose a token is that lets nobody in: whoever found it is told. */
function Whose({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const known = useForeseen('withdraw', token).data;
  const name = known?.person?.name ?? known?.was ?? '';
  return name === '' ? null : <p className="large">{t('acts.was', { name })}</p>;
}

/** A token that is none, so that the whole ceremony can be walked without one. */
function Emulated({ present }: { readonly present: boolean }) {
  const { t } = useTranslation();
  const app = useAppState();
  const plugIn = useAction('practice/plug-in');
  const pullOut = useAction('practice/pull-out');
  const kind = app.data?.emulator;
  if (kind === undefined) return null;
  const failure = plugIn.failure ?? pullOut.failure;
  return (
    <div className="stack">
      <div>
        {present ? (
          <Button busy={pullOut.busy} onPress={() => void pullOut.run()}>
            {t(`tokens.port.pullOut.${kind}`)}
          </Button>
        ) : (
          <Button busy={plugIn.busy} onPress={() => void plugIn.run()}>
            {t(`tokens.port.plugIn.${kind}`)}
          </Button>
        )}
      </div>
      {failure !== undefined && <p role="alert">{failureWords(t, failure).what}</p>}
    </div>
  );
}
