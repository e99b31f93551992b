import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { useAppState } from '../queries.ts';
import type { ChosenAccount } from './accounts.tsx';

/** Puts a person into the queue for a token: the controllers of their office are offered them. */
export function QueuePerson({ realm, username, name }: ChosenAccount & { readonly name: string }) {
  const { t } = useTranslation();
  const queue = useAdministrativeAction('queue/add');
  const [done, setDone] = useState(false);
  // Another server has no queue.
  if (useAppState().data?.station?.kind !== 'keydesk') return null;
  const go = async () => setDone((await queue.run({ realm, username })) !== undefined);
  return (
    <>
      <May right="trustwrite">
        {(control) => (
          <Button {...control} busy={queue.busy} onPress={() => void go()}>
            {t('accounts.queue')}
          </Button>
        )}
      </May>
      <span role="status">{done && <Sign meaning="proven">{t('trust.queue.added', { name })}</Sign>}</span>
      {queue.failure !== undefined && <Problem failure={queue.failure} />}
    </>
  );
}
