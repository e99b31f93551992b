import { useTranslation } from 'react-i18next';
import type { SyncState } from '../../domain/contract/ipc.ts';
import { Button } from '../controls/button.tsx';
import { failureWords } from '../controls/failure-words.ts';
import { type Meaning, Sign } from '../controls/sign.tsx';
import { when } from '../i18n/when.ts';
import { useAction } from '../keydesk.ts';
import { useSync } from '../queries.ts';

/** What waits to be sent, in words, with 'Send now' while something waits. */
export function SyncLine() {
  const { t, i18n } = useTranslation();
  const sync = useSync();
  const send = useAction('sync/send-now');
  if (sync.data === undefined) return <span className="quiet">{t('loading')}</span>;
  const state = sync.data;
  // Asking the server for news sends nothing.
  const sending = state.sending && state.waiting > 0;
  const idle = state.waiting > 0 || state.problem !== null;
  return (
    <span className="row">
      <Sign meaning={meaningOf(state)}>
        <span role="status" aria-label={t('sync.label')}>
          {sending
            ? t('sync.sending', { count: state.waiting })
            : state.waiting > 0
              ? t('sync.waiting', {
                  count: state.waiting,
                  since: state.waitingSince === null ? '' : when(state.waitingSince, i18n.language),
                })
              : t('sync.sent')}
          {state.problem !== null && !sending && <> · {failureWords(t, state.problem).what}</>}
        </span>
      </Sign>
      {idle && !sending && (
        <Button kind="plain" busy={send.busy} onPress={() => void send.run()}>
          {t('sync.send')}
        </Button>
      )}
    </span>
  );
}

function meaningOf(state: SyncState): Meaning {
  const sending = state.sending && state.waiting > 0;
  if (state.problem !== null && !sending && state.problem.code !== 'sync/unreachable') return 'refused';
  return state.waiting > 0 || state.problem !== null ? 'waiting' : 'proven';
}
