import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../domain/account.ts';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { accountName } from '../people/account-name.ts';
import { PickPerson } from './pick-person.tsx';

interface QueueJoinProps {
  readonly queued: readonly { readonly realm: string; readonly username: string }[];
  readonly onClose: () => void;
}

/** Puts one person after the other into the queue for a token. */
export function QueueJoin({ queued, onClose }: QueueJoinProps) {
  const { t } = useTranslation();
  const add = useAdministrativeAction('queue/add');
  const [person, setPerson] = useState<Account>();
  const [added, setAdded] = useState<string>();
  const go = async () => {
    if (person === undefined) return;
    if ((await add.run({ realm: person.realm, username: person.username })) === undefined) return;
    setAdded(accountName(person));
    setPerson(undefined);
  };
  return (
    <Dialog title={t('trust.queue.addTitle')} isOpen onClose={onClose}>
      <form
        className="column"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!add.busy) void go();
        }}
      >
        <PickPerson key={added} label={t('trust.queue.whom')} without={queued} chosen={person} onChosen={setPerson} />
        <p role="status">
          {added !== undefined && <Sign meaning="proven">{t('trust.queue.added', { name: added })}</Sign>}
        </p>
        {add.failure !== undefined && <Problem failure={add.failure} />}
        <div className="dialog-foot">
          <Button keyName="Escape" onPress={onClose}>
            {t('accounts.close')}
          </Button>
          <Button kind="main" type="submit" keyName="Enter" busy={add.busy} isDisabled={person === undefined}>
            {t('trust.queue.addVerb')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
