import { useTranslation } from 'react-i18next';
import type { GroupRow } from '../../domain/contract/administration/trust.ts';
import { permissions } from '../../domain/trust/groups.ts';
import { Segments } from '../controls/choices.tsx';

interface GroupPermissionsProps {
  readonly settings: GroupRow['settings'];
  readonly onChange: (settings: GroupRow['settings']) => void;
}

/** Allow, Deny or not set for every permission, with what the choice means for a member. */
export function GroupPermissions({ settings, onChange }: GroupPermissionsProps) {
  const { t } = useTranslation();
  return permissions.map((permission) => {
    const { [permission]: setting = 'unset', ...others } = settings;
    return (
      <div key={permission} className="permission">
        <Segments
          label={t(`trust.permission.${permission}.name`)}
          choices={(['allow', 'deny', 'unset'] as const).map((value) => ({
            value,
            label: t(`trust.setting.${value}`),
          }))}
          value={setting}
          onChange={(value) => onChange(value === 'unset' ? others : { ...others, [permission]: value })}
        />
        <p className="quiet" role="status">
          {t(`trust.permission.${permission}.${setting}`)}
        </p>
      </div>
    );
  });
}
