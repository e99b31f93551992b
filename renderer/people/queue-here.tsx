import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { when } from '../i18n/when.ts';
import { ask, useAction } from '../keydesk.ts';
import { useAppState, useSync } from '../queries.ts';

/** Whether somebody is in the queue for a token, and the way into it and out of it; offline too. */
export function QueueHere({ person }: { readonly person: { readonly realm: string; readonly username: string } }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const { realm, username } = person;
  const isOurs = useAppState().data?.station?.kind === 'keydesk';
  const isOffline = useSync().data?.online === false;
  const queued = useQuery({
    queryKey: ['queue-here/look', realm, username],
    queryFn: () => ask('queue-here/look', { realm, username }),
    enabled: isOurs,
  });
  const put = useAction('queue-here/put');
  const take = useAction('queue-here/take');
  if (!isOurs || queued.data === undefined) return null;
  const { since } = queued.data;
  const act = since === null ? put : take;
  const failure = put.failure ?? take.failure;
  const go = async () => {
    put.forget();
    take.forget();
    await act.run({ realm, username });
    await client.invalidateQueries({ queryKey: ['queue-here/look'] });
  };
  return (
    <div className="queue-here">
      <span role="status">
        {since !== null && <Sign meaning="waiting">{t('rollout.here.since', { at: when(since, i18n.language) })}</Sign>}
      </span>
      <Button kind="plain" busy={put.busy || take.busy} onPress={() => void go()}>
        {t(since === null ? 'rollout.here.put' : 'rollout.here.take')}
      </Button>
      {isOffline && since !== null && <span className="quiet small">{t('rollout.here.offline')}</span>}
      {failure !== undefined && <Problem failure={failure} />}
    </div>
  );
}
