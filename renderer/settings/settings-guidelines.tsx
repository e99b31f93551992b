import { useTranslation } from 'react-i18next';
import { useGuidelines } from '../queries.ts';
import { SettingsSection } from './settings-section.tsx';

/** What the controllers of this server are asked to keep to; read by them, changed on the server. */
export function SettingsGuidelines() {
  const { t } = useTranslation();
  const guidelines = useGuidelines().data;
  if (guidelines === undefined) return null;
  return (
    <SettingsSection id="guidelines" title={t('guidelines.name')}>
      {guidelines.text === '' ? (
        <p className="quiet">{t('settings.noGuidelines')}</p>
      ) : (
        <>
          <p className="quiet">{t('records.version', { version: guidelines.version })}</p>
          <p className="measure prose">{guidelines.text}</p>
        </>
      )}
    </SettingsSection>
  );
}
