import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupRow } from '../../domain/contract/administration/trust.ts';
import { everyone, permissions } from '../../domain/trust/groups.ts';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Facts } from '../controls/facts.tsx';
import { Confirm } from '../realms/confirm.tsx';
import { GroupForm } from './group-form.tsx';
import { GroupMembers } from './group-members.tsx';
import { groupName } from './group-name.ts';
import { SettingWord } from './setting-word.tsx';

interface GroupDetailProps {
  readonly group: GroupRow;
  readonly groups: readonly GroupRow[];
  readonly onGone: () => void;
}

/** What a group allows and denies, what it is within, and who is in it. */
export function GroupDetail({ group, groups, onGone }: GroupDetailProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'change' | 'remove'>();
  const remove = useAdministrativeAction('groups/remove');
  const close = () => setAsking(undefined);
  const name = groupName(t, group);
  const outer = groups.filter(({ id }) => group.within.includes(id)).map((one) => groupName(t, one));
  const isEveryone = group.id === everyone;
  return (
    <>
      <Facts
        facts={[
          ...permissions.map(
            (permission) =>
              [
                t(`trust.permission.${permission}.name`),
                <SettingWord key={permission} setting={group.settings[permission]} />,
              ] as const,
          ),
          [t('trust.group.within'), outer.join(', ')],
        ]}
      />
      <p className="quiet small">{t('trust.group.denyBeats')}</p>
      <div className="actions">
        <May right="trustwrite">
          {(control) => (
            <Button {...control} onPress={() => setAsking('change')}>
              {t('trust.group.change')}
            </Button>
          )}
        </May>
        {!isEveryone && (
          <May right="trustwrite">
            {(control) => (
              <Button {...control} kind="refuse" onPress={() => setAsking('remove')}>
                {t('trust.group.remove')}
              </Button>
            )}
          </May>
        )}
      </div>
      <h3>{t('trust.group.members')}</h3>
      {isEveryone ? <p>{t('trust.group.everybody')}</p> : <GroupMembers group={group} groups={groups} />}
      {asking === 'change' && <GroupForm group={group} groups={groups} onDone={() => undefined} onClose={close} />}
      {asking === 'remove' && (
        <Confirm
          title={t('trust.group.removeTitle', { name })}
          before={t('trust.group.removeBefore')}
          verb={t('trust.group.removeVerb')}
          busy={remove.busy}
          failure={remove.failure}
          onGo={async () => {
            if ((await remove.run({ id: group.id })) !== undefined) onGone();
          }}
          onClose={close}
        />
      )}
    </>
  );
}
