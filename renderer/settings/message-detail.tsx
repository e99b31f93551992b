import { useTranslation } from 'react-i18next';
import type { Message } from '../../domain/contract/administration/messaging.ts';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Facts } from '../controls/facts.tsx';
import { Problem } from '../controls/problem.tsx';
import { when } from '../i18n/when.ts';
import { troubleWords } from './trouble-words.ts';

interface MessageDetailProps {
  readonly message: Message;
  readonly onGone: () => void;
}

/** One message: why it is stuck, until when it is worth sending, and what can be done. Never its text. */
export function MessageDetail({ message, onGone }: MessageDetailProps) {
  const { t, i18n } = useTranslation();
  const retry = useAdministrativeAction('messages/retry');
  const giveUp = useAdministrativeAction('messages/give-up');
  const time = (iso: string | null) => (iso === null ? '' : when(iso, i18n.language));
  const waits = message.state === 'waiting';
  const ended = message.finishedAt !== null;
  const failure = retry.failure ?? giveUp.failure;
  return (
    <>
      <p className="large">{t(`messages.means.${message.state}`)}</p>
      {message.trouble !== null && (
        <p className="measure">{t('messages.said', { trouble: troubleWords(t, message.trouble) })}</p>
      )}
      <Facts
        facts={[
          [t('messages.route'), message.route],
          [t('accounts.serial'), message.serial],
          [t('messages.attempts'), String(message.attempts)],
          [t('messages.since'), time(message.enqueuedAt)],
          [t('messages.next'), waits ? time(message.nextAttemptAt) : ''],
          [t('messages.until'), ended ? '' : time(message.expiresAt)],
          [t('messages.finished'), time(message.finishedAt)],
        ]}
      />
      {failure !== undefined && <Problem failure={failure} />}
      <div className="actions">
        {waits && (
          <May right="configwrite">
            {(control) => (
              <Button {...control} busy={retry.busy} onPress={() => void retry.run({ id: message.id })}>
                {t('messages.retry')}
              </Button>
            )}
          </May>
        )}
        {message.state !== 'sending' && (
          <May right="configwrite">
            {(control) => (
              <Button
                {...control}
                kind={ended ? 'second' : 'refuse'}
                busy={giveUp.busy}
                onPress={() => void giveUp.run({ id: message.id }).then((done) => done !== undefined && onGone())}
              >
                {t(ended ? 'messages.putAside' : 'messages.giveUp')}
              </Button>
            )}
          </May>
        )}
        <p className="quiet">{t(ended ? 'messages.putAsideHint' : 'messages.giveUpHint')}</p>
      </div>
    </>
  );
}
