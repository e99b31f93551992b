import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupChangeAsked } from '../../domain/contract/administration/trust.ts';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';

interface QueueLockedOutProps {
  /** `null`: whoever is locked out now. */
  readonly change: GroupChangeAsked | null;
  readonly count: number;
}

/** Puts everybody on a list of people who are locked out into the queue for a token. */
export function QueueLockedOut({ change, count }: QueueLockedOutProps) {
  const { t } = useTranslation();
  const queue = useAdministrativeAction('groups/queue-locked-out');
  const [added, setAdded] = useState<number>();
  return (
    <div className="row">
      <May right="trustwrite">
        {(control) => (
          <Button
            {...control}
            busy={queue.busy}
            onPress={async () => {
              const done = await queue.run({ change });
              if (done !== undefined) setAdded(done.value);
            }}
          >
            {t('trust.lockout.queue', { count })}
          </Button>
        )}
      </May>
      <span role="status">
        {added !== undefined && <Sign meaning="proven">{t('trust.lockout.queued', { count: added })}</Sign>}
      </span>
      {queue.failure !== undefined && <Problem failure={queue.failure} />}
    </div>
  );
}
