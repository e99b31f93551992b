import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../domain/account.ts';
import type { OfficeRow } from '../../domain/contract/administration/trust.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { PickPerson } from './pick-person.tsx';

/** Somebody controls trust in an office for good. */
export function Appoint({ office, onClose }: { readonly office: OfficeRow; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [person, setPerson] = useState<Account>();
  const appoint = useAdministrativeAction('offices/appoint');
  const go = async () => {
    if (person === undefined) return;
    const { realm, username } = person;
    if ((await appoint.run({ office: office.id, realm, username, loan: null })) !== undefined) onClose();
  };
  return (
    <ActFrame
      title={t('trust.office.appointTitle', { name: office.name })}
      before={t('trust.office.appointBefore')}
      verb={t('trust.office.appointVerb')}
      busy={appoint.busy}
      failure={appoint.failure}
      ready={person !== undefined}
      onGo={() => void go()}
      onClose={onClose}
      result={undefined}
    >
      <PickPerson
        label={t('trust.office.who')}
        without={office.controllers.filter(({ loan }) => loan === null)}
        chosen={person}
        onChosen={setPerson}
      />
    </ActFrame>
  );
}
