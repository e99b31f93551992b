import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupRow, LockedOutRow } from '../../domain/contract/administration/trust.ts';
import { circleOf, everyone } from '../../domain/trust/groups.ts';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { TextField } from '../controls/text-field.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import { useAction } from '../keydesk.ts';
import { groupName } from './group-name.ts';
import { GroupPermissions } from './group-permissions.tsx';
import { LockoutWarning } from './lockout-warning.tsx';
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
  const lockout = useAction('groups/lockout');
  const save = useAdministrativeAction('groups/save');
  const [name, setName] = useState(group?.name ?? '');
  const [settings, setSettings] = useState(group?.settings ?? {});
  const [within, setWithin] = useState<readonly string[]>(group?.within ?? []);
  const [tried, setTried] = useState(false);
  const [out, setOut] = useState<readonly LockedOutRow[]>([]);
  const [changed, setChanged] = useState(false);
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
    if ((await save.run({ ...described, locksOut })) !== undefined) {
      onDone(described.id);
      onClose();
      return;
    }
    const asked = await lockout.run({ change: { kind: 'saved', group: described } });
    if (asked === undefined || usersOf(asked.value.after) === usersOf(out)) return;
    save.forget();
    setChanged(true);
    setOut(asked.value.after);
  };
  const go = async () => {
    setTried(true);
    if (nameFault !== undefined) return;
    const asked = await lockout.run({ change: { kind: 'saved', group: described } });
    if (asked === undefined) return;
    setChanged(false);
    if (asked.value.after.length > 0) setOut(asked.value.after);
    else await write(0);
  };
  const failure = lockout.failure ?? save.failure;
  if (out.length > 0) {
    return (
      <Dialog title={t('trust.lockout.title', { count: out.length })} isOpen onClose={onClose}>
        <LockoutWarning
          key={usersOf(out)}
          changed={changed}
          people={out}
          groups={[...taken, described]}
          busy={save.busy}
          failure={save.failure}
          onGo={() => void write(out.length)}
          onBack={() => {
            save.forget();
            setOut([]);
          }}
        />
      </Dialog>
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
          if (!save.busy && !lockout.busy) void go();
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
          <Button kind="main" type="submit" keyName="Enter" busy={save.busy || lockout.busy}>
            {t('trust.group.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function usersOf(people: readonly LockedOutRow[]): string {
  return people
    .map(({ user }) => user)
    .sort()
    .join(' ');
}
