import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '../controls/button.tsx';
import { SettingsSection } from './settings-section.tsx';

/** Where the paper is chosen, and a letter to nobody to try it with. */
export function SettingsPaper() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  return (
    <SettingsSection id="paper" title={t('settings.paper.title')}>
      <p className="measure quiet">{t('settings.paper.hint')}</p>
      <div>
        <Button onPress={() => navigate('/paper/pin-letter')}>{t('settings.paper.sample')}</Button>
      </div>
    </SettingsSection>
  );
}
