import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnPerson } from '../../domain/contract/administration/realms.ts';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import { TextField } from '../controls/text-field.tsx';

interface OwnPersonFormProps {
  readonly resolver: string;
  /** `undefined` adds somebody. */
  readonly person: OwnPerson | undefined;
  readonly onDone: (username: string) => void;
  readonly onClose: () => void;
}

const nobody: OwnPerson = {
  ...{ username: '', givenName: '', surname: '', email: '' },
  ...{ mobile: '', phone: '', office: '' },
};
const fields = ['givenName', 'surname', 'email', 'mobile', 'phone', 'office'] as const;

/** Somebody of the server's own people, new or known. */
export function OwnPersonForm({ resolver, person, onDone, onClose }: OwnPersonFormProps) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(person ?? nobody);
  const [pressed, setPressed] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const add = useAdministrativeAction('own-people/add');
  const change = useAdministrativeAction('own-people/change');
  const act = person === undefined ? add : change;
  const fault = /^[^\s@*]{1,100}$/.test(wanted.username) ? undefined : t('ownPeople.usernameFault');
  const words = {
    givenName: t('ownPeople.givenName'),
    surname: t('ownPeople.surname'),
    email: t('people.email'),
    mobile: t('ownPeople.mobile'),
    phone: t('ownPeople.phone'),
    office: t('people.office'),
  };
  const go = async () => {
    setPressed(true);
    if (fault !== undefined) return;
    const [first, second] = [takeSecret(password.current), takeSecret(again.current)];
    try {
      const done = await act.run({ resolver, ...wanted, password: first, again: second });
      if (done === undefined) return;
      onDone(wanted.username);
      onClose();
    } finally {
      first.fill(0);
      second.fill(0);
    }
  };
  return (
    <Dialog
      title={
        person === undefined
          ? t('ownPeople.addTo', { name: resolver })
          : t('ownPeople.changeTitle', { name: person.username })
      }
      isOpen
      onClose={onClose}
    >
      <form
        className="column"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!act.busy) void go();
        }}
      >
        {person === undefined && (
          <TextField
            label={t('people.username')}
            hint={t('ownPeople.usernameHint')}
            value={wanted.username}
            onChange={(username) => setWanted({ ...wanted, username })}
            autoFocus
            autoComplete="off"
            maxLength={100}
            fault={pressed ? fault : undefined}
          />
        )}
        <div className="two-fields">
          {fields.map((field) => (
            <TextField
              key={field}
              label={words[field]}
              value={wanted[field]}
              onChange={(value) => setWanted({ ...wanted, [field]: value })}
              autoComplete="off"
              maxLength={200}
            />
          ))}
        </div>
        <div className="two-fields">
          <SecretField
            label={t('ownPeople.password')}
            hint={t(person === undefined ? 'ownPeople.passwordHint' : 'ownPeople.passwordKept')}
            inputRef={password}
            autoComplete="new-password"
          />
          <SecretField
            label={t('ownPeople.again')}
            hint={t('ownPeople.againHint')}
            inputRef={again}
            autoComplete="new-password"
          />
        </div>
        {act.failure !== undefined && <Problem failure={act.failure} />}
        <div className="dialog-foot">
          <Button keyName="Escape" onPress={onClose}>
            {t('realm.leave')}
          </Button>
          <Button kind="main" type="submit" keyName="Enter" busy={act.busy}>
            {t(person === undefined ? 'ownPeople.addVerb' : 'ownPeople.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
