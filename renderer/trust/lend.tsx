import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../domain/account.ts';
import type { LenderRow, OfficeRow } from '../../domain/contract/administration/trust.ts';
import { delegationFault } from '../../domain/trust/delegation.ts';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Fault } from '../controls/fault.tsx';
import { Select } from '../controls/select.tsx';
import { dayHere } from './day.ts';
import { PickPerson } from './pick-person.tsx';

interface LendProps {
  readonly office: OfficeRow;
  readonly onClose: () => void;
}

const usualDays = 14;
const nameOf = ({ username, realm }: { readonly username: string; readonly realm: string }) => `${username}@${realm}`;

/** Control of trust lent to somebody for some days, as for a holiday. */
export function Lend({ office, onClose }: LendProps) {
  const { t } = useTranslation();
  const { lenders } = office;
  const today = dayHere(new Date());
  const [lender, setLender] = useState<LenderRow | undefined>(lenders.length === 1 ? lenders[0] : undefined);
  const [person, setPerson] = useState<Account>();
  const [firstDay, setFirstDay] = useState(today);
  const [lastDay, setLastDay] = useState(dayHere(new Date(Date.now() + usualDays * 86_400_000)));
  const appoint = useAdministrativeAction('offices/appoint');
  if (lenders.length === 0) {
    return (
      <Dialog title={t('trust.office.lendTitle', { name: office.name })} isOpen onClose={onClose}>
        <p className="measure">{t('trust.office.noLender')}</p>
        <div className="dialog-foot">
          <Button kind="main" onPress={onClose} autoFocus>
            {t('accounts.close')}
          </Button>
        </div>
      </Dialog>
    );
  }
  const fault =
    firstDay === '' || lastDay === ''
      ? 'noDay'
      : delegationFault({ from: '', to: '-', firstDay, lastDay, revokedAt: null }, today);
  const go = async () => {
    if (person === undefined || lender === undefined || fault !== undefined) return;
    const lentBy = { realm: lender.realm, username: lender.username };
    const { realm, username } = person;
    const request = { office: office.id, realm, username, loan: { lentBy, firstDay, lastDay } };
    if ((await appoint.run(request)) !== undefined) onClose();
  };
  return (
    <ActFrame
      title={t('trust.office.lendTitle', { name: office.name })}
      before={t('trust.office.lendBefore')}
      verb={t('trust.office.lendVerb')}
      busy={appoint.busy}
      failure={appoint.failure}
      ready={person !== undefined && lender !== undefined && fault === undefined}
      onGo={() => void go()}
      onClose={onClose}
      result={undefined}
    >
      <Select
        label={t('trust.office.lender')}
        placeholder={t('realm.choose')}
        choices={lenders.map((one) => ({ value: nameOf(one), label: one.name }))}
        value={lender && nameOf(lender)}
        onChange={(name) => setLender(lenders.find((one) => nameOf(one) === name))}
      />
      <div className="two-days">
        <DayField label={t('trust.office.firstDay')} value={firstDay} onChange={setFirstDay} />
        <DayField label={t('trust.office.lastDay')} value={lastDay} onChange={setLastDay} />
      </div>
      {fault !== undefined && fault !== 'to oneself' && <Fault>{t(`trust.office.dayFault.${fault}`)}</Fault>}
      <PickPerson
        label={t('trust.office.lendWho')}
        without={lender === undefined ? [] : [lender]}
        chosen={person}
        onChosen={setPerson}
      />
    </ActFrame>
  );
}

interface DayFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}

function DayField({ label, value, onChange }: DayFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        className="input"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
