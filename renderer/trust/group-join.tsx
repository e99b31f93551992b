import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../domain/account.ts';
import type { GroupMember, GroupRow } from '../../domain/contract/administration/trust.ts';
import { isAllowed } from '../../domain/trust/groups.ts';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { useChangeOfGroup } from './change-of-group.ts';
import { groupName } from './group-name.ts';
import { LockoutDialog } from './lockout-dialog.tsx';
import { PickPerson } from './pick-person.tsx';

interface GroupJoinProps {
  readonly group: GroupRow;
  readonly groups: readonly GroupRow[];
  readonly members: readonly GroupMember[];
  readonly onClose: () => void;
}

/** Puts one person after the other into a group. */
export function GroupJoin({ group, groups, members, onClose }: GroupJoinProps) {
  const { t } = useTranslation();
  const [person, setPerson] = useState<Account>();
  const [joined, setJoined] = useState<string>();
  const join = useAdministrativeAction('groups/join');
  const change = useChangeOfGroup();
  const requiresToken = isAllowed(new Map(groups.map((one) => [one.id, one])), [group.id], 'require_token');
  const go = async () => {
    if (person === undefined) return;
    const { realm, username, givenName, surname } = person;
    await change.go({ kind: 'joined', id: group.id, realm, username }, async (locksOut) => {
      if ((await join.run({ id: group.id, realm, username, locksOut })) === undefined) return false;
      setJoined(`${givenName} ${surname}`.trim() || username);
      setPerson(undefined);
      return true;
    });
  };
  const failure = join.failure ?? change.failure;
  if (change.asked !== undefined) {
    return (
      <LockoutDialog
        change={change}
        groups={groups}
        busy={join.busy}
        failure={join.failure}
        onBack={() => {
          join.forget();
          change.back();
        }}
      />
    );
  }
  return (
    <Dialog title={t('trust.group.addTo', { name: groupName(t, group) })} isOpen onClose={onClose}>
      <form
        className="column"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!join.busy && !change.busy) void go();
        }}
      >
        {requiresToken && (
          <p className="measure">
            <Sign meaning="waiting">{t('trust.group.joinRequires')}</Sign>
          </p>
        )}
        <PickPerson
          key={joined}
          label={t('trust.group.whoJoins')}
          without={members.map(({ realm, username }) => ({ realm, username }))}
          chosen={person}
          onChosen={setPerson}
        />
        <p role="status">
          {joined !== undefined && <Sign meaning="proven">{t('trust.group.joined', { name: joined })}</Sign>}
        </p>
        {failure !== undefined && <Problem failure={failure} />}
        <div className="dialog-foot">
          <Button keyName="Escape" onPress={onClose}>
            {t('accounts.close')}
          </Button>
          <Button
            kind="main"
            type="submit"
            keyName="Enter"
            busy={join.busy || change.busy}
            isDisabled={person === undefined}
          >
            {t('trust.group.addVerb')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
