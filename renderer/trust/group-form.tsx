import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupRow } from '../../domain/contract/administration/trust.ts';
import { circleOf, everyone } from '../../domain/trust/groups.ts';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { TextField } from '../controls/text-field.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import { useChangeOfGroup } from './change-of-group.ts';
import { groupName } from './group-name.ts';
import { GroupPermissions } from './group-permissions.tsx';
import { LockoutDialog } from './lockout-dialog.tsx';
import { newId } from './new-id.ts';

interface GroupFormProps {
  /** `undefined` makes a new one. */
  readonly group: GroupRow | undefined;
  readonly groups: readonly GroupRow[];
  readonly onDone: (id: string) => void;
  readonly onClose: () => void;
}

/** A group's name, what it allows and denies, and what it is within. Whom it would lock out is shown before it is saved. */
export function GroupForm({ group, groups, onDone, onClose }: GroupFormProps) {
  const { t } = useTranslation();
  const change = useChangeOfGroup();
  const save = useAdministrativeAction('groups/save');
  const [name, setName] = useState(group?.name ?? '');
  const [settings, setSettings] = useState(group?.settings ?? {});
  const [within, setWithin] = useState<readonly string[]>(group?.within ?? []);
  const [tried, setTried] = useState(false);
  const taken = groups.filter(({ id }) => id !== group?.id);
  const wanted = name.trim();
  const nameFault =
    wanted === ''
      ? t('trust.group.nameFault')
      : taken.some((other) => other.name === wanted)
        ? t('trust.group.nameTaken', { name: wanted })
        : undefined;
  const described = {
    id: group?.id ?? newId(wanted, [...groups.map(({ id }) => id)], 'group'),
    name: wanted,
    settings,
    within: [...within],
  };
  const byId = new Map(groups.map((one) => [one.id, one]));
  const outer = taken.filter(
    ({ id }) => id !== everyone && (group === undefined || circleOf(byId, group.id, id) === undefined),
  );
  const write = async (locksOut: number) => {
    if ((await save.run({ ...described, locksOut })) === undefined) return false;
    onDone(described.id);
    onClose();
    return true;
  };
  const go = async () => {
    setTried(true);
    if (nameFault === undefined) await change.go({ kind: 'saved', group: described }, write);
  };
  const failure = change.failure ?? save.failure;
  if (change.asked !== undefined) {
    return (
      <LockoutDialog
        change={change}
        groups={[...taken, described]}
        busy={save.busy}
        failure={save.failure}
        onBack={() => {
          save.forget();
          change.back();
        }}
      />
    );
  }
  return (
    <Dialog
      title={group === undefined ? t('trust.group.make') : t('trust.group.changeTitle', { name: groupName(t, group) })}
      isOpen
      onClose={onClose}
    >
      <form
        className="column"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.busy && !change.busy) void go();
        }}
      >
        {group?.id !== everyone && (
          <TextField
            label={t('trust.group.name')}
            value={name}
            onChange={setName}
            autoFocus
            autoComplete="off"
            maxLength={100}
            fault={tried ? nameFault : undefined}
          />
        )}
        <GroupPermissions settings={settings} onChange={setSettings} />
        {group?.id !== everyone && outer.length > 0 && (
          <fieldset className="within">
            <legend className="legend">{t('trust.group.within')}</legend>
            <p className="hint quiet">{t('trust.group.withinHint')}</p>
            {outer.map((one) => (
              <TickBox
                key={one.id}
                label={groupName(t, one)}
                isSelected={within.includes(one.id)}
                onChange={(on) => setWithin(on ? [...within, one.id] : within.filter((id) => id !== one.id))}
              />
            ))}
          </fieldset>
        )}
        {failure !== undefined && <Problem failure={failure} />}
        <div className="dialog-foot">
          <Button keyName="Escape" onPress={onClose}>
            {t('realm.leave')}
          </Button>
          <Button kind="main" type="submit" keyName="Enter" busy={save.busy || change.busy}>
            {t('trust.group.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
