import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeRow } from '../../domain/contract/administration/trust.ts';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { TextField } from '../controls/text-field.tsx';
import { newId } from './new-id.ts';

interface OfficeFormProps {
  /** `undefined` makes a new one. */
  readonly office: OfficeRow | undefined;
  readonly offices: readonly OfficeRow[];
  readonly onDone: (id: string) => void;
  readonly onClose: () => void;
}

/** What an office is called. */
export function OfficeForm({ office, offices, onDone, onClose }: OfficeFormProps) {
  const { t } = useTranslation();
  const save = useAdministrativeAction('offices/save');
  const [name, setName] = useState(office?.name ?? '');
  const [tried, setTried] = useState(false);
  const wanted = name.trim();
  const fault =
    wanted === ''
      ? t('trust.office.nameFault')
      : offices.some((other) => other.id !== office?.id && other.name === wanted)
        ? t('trust.office.nameTaken', { name: wanted })
        : undefined;
  const go = async () => {
    setTried(true);
    if (fault !== undefined) return;
    const id =
      office?.id ??
      newId(
        wanted,
        offices.map((one) => one.id),
        'office',
      );
    if ((await save.run({ id, name: wanted })) === undefined) return;
    onDone(id);
    onClose();
  };
  return (
    <Dialog
      title={office === undefined ? t('trust.office.make') : t('trust.office.renameTitle', { name: office.name })}
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
        <TextField
          label={t('trust.office.name')}
          hint={t('trust.office.nameHint')}
          value={name}
          onChange={setName}
          autoFocus
          autoComplete="off"
          maxLength={100}
          fault={tried ? fault : undefined}
        />
        {save.failure !== undefined && <Problem failure={save.failure} />}
        <div className="dialog-foot">
          <Button keyName="Escape" onPress={onClose}>
            {t('realm.leave')}
          </Button>
          <Button kind="main" type="submit" keyName="Enter" busy={save.busy}>
            {t('trust.office.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
