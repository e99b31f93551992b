import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Reply } from '../../domain/contract/ipc.ts';
import { conflictWords } from '../conflicts/conflict-words.ts';
import { announce } from '../controls/announcer.tsx';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Shape } from '../controls/sign.tsx';
import { useAction } from '../keydesk.ts';
import { useConflicts } from '../queries.ts';

/** An act that contradicts what the server knows: what happened, what is safe, and the safe choice first. */
export function RecordsDispute({ detail }: { readonly detail: Reply<'records/get'> }) {
  const { t, i18n } = useTranslation();
  const [, go] = useLocation();
  const send = useAction('sync/send-now');
  // Once the server has told of the conflict, it can be said in the reader's own language.
  const conflict = useConflicts().data?.find(({ record }) => record === detail.id);
  const said =
    conflict === undefined
      ? String(detail.failure?.context.reason ?? detail.failure?.code ?? '')
      : t(`conflict.happened.${conflict.kind}`, conflictWords(t, conflict, i18n.language));
  const what = t('acts.dispute.what', { said });
  useEffect(() => announce(what, 'assertive'), [what]);
  return (
    <section className="problem" data-meaning="refused" data-code={detail.failure?.code}>
      <Shape meaning="refused" />
      <div className="stack">
        <p className="what">{what}</p>
        <p>{t(`acts.dispute.safe.${safeOf(detail.kind)}`)}</p>
        <p>{t('acts.dispute.do')}</p>
        <div className="row actions">
          <Button onPress={() => go(`/conflicts/${detail.id}`)}>{t('records.decideIt')}</Button>
          {detail.tokenSerial !== '' && (
            <Button onPress={() => go('/tokens', { state: { query: detail.tokenSerial } })}>
              {t('acts.dispute.look')}
            </Button>
          )}
          <Button kind="plain" busy={send.busy} onPress={() => void send.run()}>
            {t('records.offerAgain')}
          </Button>
        </div>
        {send.failure !== undefined && <Problem failure={send.failure} />}
      </div>
    </section>
  );
}

function safeOf(kind: Reply<'records/get'>['kind']) {
  return kind === 'withdrawn' || kind === 'reported lost' || kind === 'returned' ? kind : 'other';
}
