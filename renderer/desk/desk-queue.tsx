import { useTranslation } from 'react-i18next';
import type { SyncState } from '../../domain/contract/ipc.ts';
import { Button } from '../controls/button.tsx';
import { failureWords } from '../controls/failure-words.ts';
import { Sign } from '../controls/sign.tsx';
import { when } from '../i18n/when.ts';
import { useAction } from '../keydesk.ts';
import { useSync } from '../queries.ts';

/** The records that wait for the server: how many, since when, why, and when Keydesk tries again. */
export function DeskQueue({ sync: first }: { readonly sync: SyncState }) {
  const { t, i18n } = useTranslation();
  const send = useAction('sync/send-now');
  const sync = useSync().data ?? first;
  const time = (iso: string | null) => (iso === null ? '' : when(iso, i18n.language));
  const { waiting, problem, sending } = sync;
  const words = problem === null ? undefined : failureWords(t, problem);
  return (
    <section className="desk-part" aria-labelledby="desk-queue">
      <h2 id="desk-queue">{t('desk.queue.title')}</h2>
      {waiting === 0 && problem === null ? (
        <Sign meaning="proven">
          {sync.lastDeliveredAt === null
            ? t('desk.queue.nothing')
            : t('desk.queue.sent', { at: time(sync.lastDeliveredAt) })}
        </Sign>
      ) : (
        <>
          {waiting > 0 && (
            <p className="large">
              <Sign meaning="waiting">{t('desk.queue.waiting', { count: waiting })}</Sign>
            </p>
          )}
          {waiting > 0 && sync.waitingSince !== null && (
            <p className="quiet">{t('desk.queue.since', { since: time(sync.waitingSince) })}</p>
          )}
          {problem !== null && words !== undefined && (
            <div className="stack" data-code={problem.code}>
              <p>{words.what}</p>
              <p className="quiet">{words.safe}</p>
              <p className="quiet">{words.todo}</p>
            </div>
          )}
          <div className="row">
            <Button busy={send.busy || sending} onPress={() => void send.run()}>
              {t('sync.send')}
            </Button>
            <span className="quiet small">
              {sending
                ? t('desk.queue.sending')
                : sync.nextAttemptAt !== null && t('desk.queue.next', { at: time(sync.nextAttemptAt) })}
            </span>
          </div>
          {send.failure !== undefined && <p role="alert">{failureWords(t, send.failure).what}</p>}
        </>
      )}
    </section>
  );
}
