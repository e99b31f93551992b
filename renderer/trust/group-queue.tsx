import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupRow } from '../../domain/contract/administration/trust.ts';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';

/** Puts everybody in a group who has no token into the queue for one. */
export function GroupQueue({ group }: { readonly group: GroupRow }) {
  const { t } = useTranslation();
  const queue = useAdministrativeAction('queue/add');
  const [added, setAdded] = useState<number>();
  const go = async () => {
    const done = await queue.run({ group: group.id });
    if (done !== undefined) setAdded(done.value);
  };
  return (
    <div className="row">
      <May right="trustwrite">
        {(control) => (
          <Button {...control} busy={queue.busy} onPress={() => void go()}>
            {t('trust.queue.group')}
          </Button>
        )}
      </May>
      <span role="status">
        {added !== undefined && <Sign meaning="proven">{t('trust.queue.groupDone', { count: added })}</Sign>}
      </span>
      {queue.failure !== undefined && <Problem failure={queue.failure} />}
    </div>
  );
}
