import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AppState, Settings } from '../../domain/contract/ipc.ts';
import { Segments } from '../controls/choices.tsx';
import { Problem } from '../controls/problem.tsx';
import { Switch } from '../controls/switch.tsx';
import { languages } from '../i18n/i18n.ts';
import { useAction } from '../keydesk.ts';
import { SettingsAtDesk } from './settings-at-desk.tsx';
import { SettingsController } from './settings-controller.tsx';
import { SettingsSection } from './settings-section.tsx';

/** Language, look, sound, and the name that goes into records. */
export function SettingsYours({ app }: { readonly app: AppState }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const set = useAction('app/set-settings');
  const change = async (some: Partial<Settings>) => {
    const settings = await set.run(some);
    if (settings !== undefined) client.setQueryData(['app/state'], { ...app, settings: settings.value });
  };
  const { language, theme, sound, controller } = app.settings;
  return (
    <>
      <SettingsSection id="yours" title={t('settings.look')}>
        <Segments
          label={t('settings.language')}
          choices={languages.map(({ id, name }) => ({ value: id, label: name }))}
          value={language}
          onChange={(value) => void change({ language: value })}
        />
        <Segments
          label={t('settings.theme')}
          choices={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`settings.themes.${value}`),
          }))}
          value={theme}
          onChange={(value) => void change({ theme: value })}
        />
        <div className="stack">
          <Switch label={t('settings.sound')} isSelected={sound} onChange={(on) => void change({ sound: on })} />
          <p className="quiet">{t('settings.soundHint')}</p>
        </div>
        {set.failure !== undefined && <Problem failure={set.failure} />}
      </SettingsSection>
      <SettingsSection id="controller" title={t('settings.controller')}>
        {app.atDesk.state === 'named' ? (
          <SettingsController
            key={controller}
            controller={controller}
            busy={set.busy}
            onChange={(name) => void change({ controller: name })}
          />
        ) : (
          app.atDesk.state === 'in' && <SettingsAtDesk app={app} />
        )}
      </SettingsSection>
    </>
  );
}
