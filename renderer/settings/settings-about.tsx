import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { Sign } from '../controls/sign.tsx';
import { SettingsSection } from './settings-section.tsx';

/** What runs here; plainly so when the runtime is not the one the product is made for. */
export function SettingsAbout({ app }: { readonly app: AppState }) {
  const { t } = useTranslation();
  const { electron, chrome, node, substitute } = app.runtime;
  return (
    <SettingsSection id="about" title={t('settings.about')}>
      <dl className="facts">
        <dt>{t('product')}</dt>
        <dd className="mono">{app.version}</dd>
        <dt>Electron</dt>
        <dd className="mono">{electron}</dd>
        <dt>Chrome</dt>
        <dd className="mono">{chrome}</dd>
        <dt>Node</dt>
        <dd className="mono">{node}</dd>
      </dl>
      {substitute && (
        <div className="stack">
          <p>
            <Sign meaning="waiting">
              <strong>{t('settings.substitute')}</strong>
            </Sign>
          </p>
          <p className="quiet measure">{t('settings.substituteHint')}</p>
        </div>
      )}
      {app.emulator === 'desk' && (
        <div className="stack">
          <p>
            <Sign meaning="waiting">
              <strong>{t('settings.emulator')}</strong>
            </Sign>
          </p>
          <p className="quiet measure">{t('settings.emulatorHint')}</p>
        </div>
      )}
      <p className="quiet">{t('settings.licence')}</p>
    </SettingsSection>
  );
}
