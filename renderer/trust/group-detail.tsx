import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupRow } from '../../domain/contract/administration/trust.ts';
import { everyone, permissions } from '../../domain/trust/groups.ts';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Facts } from '../controls/facts.tsx';
import { Confirm } from '../realms/confirm.tsx';
import { useChangeOfGroup } from './change-of-group.ts';
import { GroupForm } from './group-form.tsx';
import { GroupMembers } from './group-members.tsx';
import { groupName } from './group-name.ts';
import { GroupQueue } from './group-queue.tsx';
import { LockoutDialog } from './lockout-dialog.tsx';
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
  const change = useChangeOfGroup();
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
      <GroupQueue group={group} />
      <h3>{t('trust.group.members')}</h3>
      {isEveryone ? <p>{t('trust.group.everybody')}</p> : <GroupMembers group={group} groups={groups} />}
      {asking === 'change' && <GroupForm group={group} groups={groups} onDone={() => undefined} onClose={close} />}
      {change.asked !== undefined && (
        <LockoutDialog
          change={change}
          groups={groups}
          busy={remove.busy}
          failure={remove.failure}
          onBack={change.back}
        />
      )}
      {asking === 'remove' && change.asked === undefined && (
        <Confirm
          title={t('trust.group.removeTitle', { name })}
          before={t('trust.group.removeBefore')}
          verb={t('trust.group.removeVerb')}
          busy={remove.busy || change.busy}
          failure={remove.failure ?? change.failure}
          onGo={() =>
            change.go({ kind: 'removed', id: group.id }, async (locksOut) => {
              if ((await remove.run({ id: group.id, locksOut })) === undefined) return false;
              onGone();
              return true;
            })
          }
          onClose={close}
        />
      )}
    </>
  );
}
