import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { Page } from '../controls/page.tsx';
import './settings.css';
import { SettingsAbout } from './settings-about.tsx';
import { SettingsGuidelines } from './settings-guidelines.tsx';
import { SettingsKeys } from './settings-keys.tsx';
import { SettingsPaper } from './settings-paper.tsx';
import { SettingsPlaces } from './settings-places.tsx';
import { SettingsPorts } from './settings-ports.tsx';
import { SettingsStation } from './settings-station.tsx';
import { SettingsYours } from './settings-yours.tsx';

/** How this desk speaks and looks, what it belongs to, and what is wrong with its ports. */
export function Settings({ app }: { readonly app: AppState }) {
  const { t } = useTranslation();
  useEffect(() => {
    const section = sectionFromDesk();
    if (section !== undefined) document.getElementById(`settings-${section}`)?.scrollIntoView();
  }, []);
  return (
    <div className="settings-screen">
      <Page title={t('nav.settings')} tools={<SettingsPlaces />}>
        <div className="settings">
          <SettingsYours app={app} />
          <SettingsPorts />
          <SettingsStation app={app} />
          <SettingsPaper />
          <SettingsGuidelines />
          <SettingsKeys />
          <SettingsAbout app={app} />
        </div>
      </Page>
    </div>
  );
}

/** The part another screen sent the controller to. */
function sectionFromDesk(): string | undefined {
  const state: unknown = window.history.state;
  return typeof state === 'object' && state !== null && 'section' in state && typeof state.section === 'string'
    ? state.section
    : undefined;
}
