import { useTranslation } from 'react-i18next';
import { type Role, roleNames } from '../../domain/role.ts';
import { TickBox } from '../controls/tick-box.tsx';

interface AdministratorRolesProps {
  readonly roles: readonly Role[];
  readonly onChange: (roles: readonly Role[]) => void;
}

/** What an administrator is for: every role with what it may do, in words. */
export function AdministratorRoles({ roles, onChange }: AdministratorRolesProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="role-boxes">
      <legend className="legend">{t('administrators.rolesTitle')}</legend>
      {roleNames.map((role) => (
        <TickBox
          key={role}
          label={t(`administrators.role.${role}.name`)}
          hint={t(`administrators.role.${role}.may`)}
          isSelected={roles.includes(role)}
          onChange={(on) => onChange(on ? [...roles, role] : roles.filter((other) => other !== role))}
        />
      ))}
    </fieldset>
  );
}
