import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import { TickBox } from '../controls/tick-box.tsx';
import { Part, type PartProps } from './editor-part.tsx';
import { EntriesField } from './entries-field.tsx';

interface EditorWhomProps extends PartProps {
  readonly places: Reply<'policies/places'> | undefined;
}

/** For whom the policy is: realms, people and resolvers, in scope admin also whose acts it is about. */
export function EditorWhom({ policy, change, fault, places }: EditorWhomProps) {
  const { t } = useTranslation();
  return (
    <Part title={t('policy.part.whom')}>
      <p className="quiet">{t('policy.emptyIsAll')}</p>
      <EntriesField
        label={t('policy.realm')}
        entries={policy.realm}
        onChange={(realm) => change({ realm })}
        known={places?.realms}
        fault={fault('realm')}
      />
      <EntriesField
        label={t('policy.users')}
        hint={t('policy.usersHint')}
        entries={policy.user}
        onChange={(user) => change({ user })}
        fault={fault('user')}
      />
      <TickBox
        label={t('policy.ignoreCase')}
        isSelected={policy.userCaseInsensitive}
        onChange={(userCaseInsensitive) => change({ userCaseInsensitive })}
      />
      <EntriesField
        label={t('policy.resolvers')}
        entries={policy.resolver}
        onChange={(resolver) => change({ resolver })}
        known={places?.resolvers}
        fault={fault('resolver')}
      />
      <TickBox
        label={t('policy.allResolvers')}
        isSelected={policy.checkAllResolvers}
        onChange={(checkAllResolvers) => change({ checkAllResolvers })}
      />
      {(policy.scope === 'admin' || policy.adminUser.length > 0 || policy.adminRealm.length > 0) && (
        <>
          <EntriesField
            label={t('policy.adminUsers')}
            hint={t('policy.usersHint')}
            entries={policy.adminUser}
            onChange={(adminUser) => change({ adminUser })}
            fault={fault('adminuser')}
          />
          <EntriesField
            label={t('policy.adminRealms')}
            entries={policy.adminRealm}
            onChange={(adminRealm) => change({ adminRealm })}
            fault={fault('adminrealm')}
          />
        </>
      )}
    </Part>
  );
}
