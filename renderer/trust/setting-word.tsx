import { useTranslation } from 'react-i18next';
import type { Setting } from '../../domain/trust/groups.ts';

/** The same in a list of groups, where most say nothing of most: a dash to the eye. */
export function SettingCell({ setting }: { readonly setting: Setting | undefined }) {
  const { t } = useTranslation();
  if (setting !== undefined) return <SettingWord setting={setting} />;
  return (
    <span className="quiet">
      <span aria-hidden="true">–</span>
      <span className="unseen">{t('trust.setting.unset')}</span>
    </span>
  );
}

/** What a group says of a permission; that it says nothing is said, too. */
export function SettingWord({ setting }: { readonly setting: Setting | undefined }) {
  const { t } = useTranslation();
  if (setting === undefined) return <span className="quiet">{t('trust.setting.unset')}</span>;
  return <strong>{t(`trust.setting.${setting}`)}</strong>;
}
