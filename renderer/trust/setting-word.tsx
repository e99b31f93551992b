import { useTranslation } from 'react-i18next';
import type { Setting } from '../../domain/trust/groups.ts';

/** What a group says of a permission; that it says nothing is said, too. */
export function SettingWord({ setting }: { readonly setting: Setting | undefined }) {
  const { t } = useTranslation();
  if (setting === undefined) return <span className="quiet">{t('trust.setting.unset')}</span>;
  return <strong>{t(`trust.setting.${setting}`)}</strong>;
}
