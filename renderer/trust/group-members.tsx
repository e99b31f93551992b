import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupMember, GroupRow } from '../../domain/contract/administration/trust.ts';
import { May } from '../administration/may.tsx';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { announce } from '../controls/announcer.tsx';
import { Button } from '../controls/button.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Problem } from '../controls/problem.tsx';
import { useChangeOfGroup } from './change-of-group.ts';
import { GroupJoin } from './group-join.tsx';
import { LockoutDialog } from './lockout-dialog.tsx';

interface GroupMembersProps {
  readonly group: GroupRow;
  readonly groups: readonly GroupRow[];
}

/** Who was put into a group; each can be taken out, and others put in. */
export function GroupMembers({ group, groups }: GroupMembersProps) {
  const { t } = useTranslation();
  const members = useAdministrative('groups/members', { id: group.id });
  const leave = useAdministrativeAction('groups/leave');
  const [adding, setAdding] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const change = useChangeOfGroup();
  const takeOut = ({ realm, username, name }: GroupMember) =>
    change.go({ kind: 'left', id: group.id, realm, username }, async (locksOut) => {
      if ((await leave.run({ id: group.id, realm, username, locksOut })) === undefined) return false;
      announce(t('trust.group.left', { name }));
      // The button that was pressed is gone with its row.
      place.current?.focus();
      return true;
    });
  const failure = leave.failure ?? change.failure;
  if (members.error !== null) return <ListProblem query={members} />;
  return (
    <div ref={place} tabIndex={-1} className="stack">
      {members.data?.length === 0 && <p className="quiet">{t('trust.group.nobody')}</p>}
      {members.data === undefined && <p className="quiet">{t('loading')}</p>}
      <ul className="trust-people">
        {members.data?.map((member) => (
          <li key={`${member.realm}/${member.username}`}>
            <span className="who">{member.name}</span>
            <span className="quiet small">
              {[`${member.username}@${member.realm}`, member.office].filter((one) => one !== '').join(' · ')}
            </span>
            <span className="verb">
              <May right="trustwrite">
                {(control) => (
                  <Button
                    {...control}
                    kind="plain"
                    busy={leave.busy || change.busy}
                    aria-label={t('trust.group.takeOutName', { name: member.name })}
                    onPress={() => void takeOut(member)}
                  >
                    {t('trust.group.takeOut')}
                  </Button>
                )}
              </May>
            </span>
          </li>
        ))}
      </ul>
      {failure !== undefined && change.asked === undefined && <Problem failure={failure} />}
      <LockoutDialog
        change={change}
        groups={groups}
        busy={leave.busy}
        failure={leave.failure}
        onBack={() => {
          leave.forget();
          change.back();
        }}
      />
      <div className="actions">
        <May right="trustwrite">
          {(control) => (
            <Button {...control} onPress={() => setAdding(true)}>
              {t('trust.group.add')}
            </Button>
          )}
        </May>
      </div>
      {adding && (
        <GroupJoin group={group} groups={groups} members={members.data ?? []} onClose={() => setAdding(false)} />
      )}
    </div>
  );
}
