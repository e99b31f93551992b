import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { useBeginCeremony } from '../desk/begin-ceremony.ts';
import { useAction } from '../keydesk.ts';
import { useNext } from './rollout-facts.ts';

const shown = 5;

/** Who gets a token next at this desk; whoever did not come is put off. `everywhere`: how many wait in all offices. */
export function RolloutQueue({ everywhere }: { readonly everywhere: number }) {
  const { t } = useTranslation();
  const queue = useNext(shown).data;
  const begin = useBeginCeremony();
  const skip = useAction('rollout/skip');
  const take = useAction('queue-here/take');
  const failure = begin.failure ?? skip.failure ?? take.failure;
  return (
    <section aria-labelledby="rollout-queue" className="rollout-part">
      <h2 id="rollout-queue">{t('rollout.queue.title')}</h2>
      {queue?.total === 0 && (
        <p className="quiet">
          {everywhere > 0 ? t('rollout.queue.elsewhere', { count: everywhere }) : t('rollout.queue.none')}
        </p>
      )}
      <ol className="rollout-next">
        {queue?.next.map((person, index) => (
          <li key={`${person.realm}/${person.username}`}>
            <span className="who">
              <strong>{person.name}</strong>
              <span className="quiet small">
                {[person.office, person.tokens > 0 ? t('rollout.queue.has', { count: person.tokens }) : '']
                  .filter((one) => one !== '')
                  .join(' · ')}
              </span>
            </span>
            <Button
              kind="plain"
              busy={begin.busy}
              aria-label={t('rollout.issueTo', { name: person.name })}
              onPress={() => void begin.run(person)}
            >
              {t('rollout.issue')}
            </Button>
            <Button
              kind="plain"
              busy={take.busy}
              aria-label={t('rollout.here.takeName', { name: person.name })}
              onPress={() => void take.run({ realm: person.realm, username: person.username })}
            >
              {t('rollout.here.takeShort')}
            </Button>
            {index === 0 && queue.total > 1 && (
              <Button
                kind="plain"
                busy={skip.busy}
                aria-label={t('rollout.queue.skipName', { name: person.name })}
                onPress={() => void skip.run({ realm: person.realm, username: person.username })}
              >
                {t('rollout.queue.skip')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {failure !== undefined && <Problem failure={failure} />}
      {queue !== undefined && queue.total > queue.next.length && (
        <p className="quiet small">{t('rollout.queue.more', { count: queue.total - queue.next.length })}</p>
      )}
      <p className="small">
        <Link href="/people">{t('rollout.here.more')}</Link> ·{' '}
        <Link href="/trust/queue">{t('rollout.queue.change')}</Link>
      </p>
    </section>
  );
}
