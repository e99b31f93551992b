import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Realm } from '../../domain/contract/administration/realms.ts';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Fault } from '../controls/fault.tsx';
import { Problem } from '../controls/problem.tsx';
import { Select } from '../controls/select.tsx';
import { TextField } from '../controls/text-field.tsx';
import { kindWord } from './resolver-kind.ts';

interface RealmFormProps {
  /** `undefined` makes a new one. */
  readonly realm: Realm | undefined;
  /** Names that are there already: saving one of them would change it. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

/** A realm's resolvers in the order in which they are asked: the first that knows the name counts. */
export function RealmForm({ realm, taken, onClose }: RealmFormProps) {
  const { t } = useTranslation();
  const resolvers = useAdministrative('resolvers/list');
  const save = useAdministrativeAction('realms/save');
  const [name, setName] = useState(realm?.name ?? '');
  const [chosen, setChosen] = useState(realm?.resolvers.map((one) => one.name) ?? []);
  const [tried, setTried] = useState(false);
  const known = resolvers.data ?? [];
  const others = known.filter((one) => !chosen.includes(one.name));
  const wanted = name.trim().toLowerCase();
  const nameFault = !/^[a-z0-9_.-]{1,100}$/.test(wanted)
    ? t('realm.nameFault')
    : taken.includes(wanted)
      ? t('realm.nameTaken', { name: wanted })
      : undefined;
  const move = (place: number, by: number) => {
    const moved = chosen.filter((_, at) => at !== place);
    moved.splice(place + by, 0, chosen[place] ?? '');
    setChosen(moved);
  };
  const go = async () => {
    setTried(true);
    if (nameFault !== undefined || chosen.length === 0) return;
    const ordered = chosen.map((one, place) => ({ name: one, priority: chosen.length === 1 ? null : place + 1 }));
    if ((await save.run({ name: wanted, resolvers: ordered })) !== undefined) onClose();
  };
  return (
    <Dialog
      title={realm === undefined ? t('realm.make') : t('realm.changeTitle', { name: realm.name })}
      isOpen
      onClose={onClose}
    >
      <form
        className="column"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.busy) void go();
        }}
      >
        {realm === undefined && (
          <TextField
            label={t('realm.name')}
            hint={t('realm.nameHint')}
            value={name}
            onChange={setName}
            autoFocus
            autoComplete="off"
            maxLength={100}
            fault={tried ? nameFault : undefined}
          />
        )}
        <div className="field">
          <p className="legend">{t('realm.order')}</p>
          <p className="hint">{t('realm.orderHint')}</p>
          {tried && chosen.length === 0 && <Fault>{t('realm.needsOne')}</Fault>}
          <ol className="asked-in-turn" data-changing="">
            {chosen.map((one, place) => (
              <li key={one}>
                <strong>{one}</strong>
                <span className="quiet small">{kindWord(t, known.find((row) => row.name === one)?.kind ?? '')}</span>
                <span className="row">
                  <Button
                    kind="plain"
                    isDisabled={place === 0}
                    aria-label={t('realm.earlier', { name: one })}
                    onPress={() => move(place, -1)}
                  >
                    ↑
                  </Button>
                  <Button
                    kind="plain"
                    isDisabled={place === chosen.length - 1}
                    aria-label={t('realm.later', { name: one })}
                    onPress={() => move(place, 1)}
                  >
                    ↓
                  </Button>
                  <Button
                    kind="plain"
                    aria-label={t('realm.without', { name: one })}
                    onPress={() => setChosen(chosen.filter((kept) => kept !== one))}
                  >
                    {t('realm.takeOut')}
                  </Button>
                </span>
              </li>
            ))}
          </ol>
        </div>
        {others.length > 0 && (
          <Select
            key={chosen.join()}
            label={t('realm.add')}
            placeholder={t('realm.choose')}
            choices={others.map((one) => ({ value: one.name, label: `${one.name} (${kindWord(t, one.kind)})` }))}
            value={undefined}
            onChange={(one) => setChosen([...chosen, one])}
          />
        )}
        {known.length === 0 && resolvers.isSuccess && <p className="quiet">{t('realm.noResolver')}</p>}
        {save.failure !== undefined && <Problem failure={save.failure} />}
        <div className="dialog-foot">
          <Button keyName="Escape" onPress={onClose}>
            {t('realm.leave')}
          </Button>
          <Button kind="main" type="submit" keyName="Enter" busy={save.busy}>
            {t('realm.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
