import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { useSpoken } from '../controls/spoken.tsx';
import { when } from '../i18n/when.ts';
import { useAction } from '../keydesk.ts';
import { useAppState, useSync } from '../queries.ts';
import { codeOf, useLiveCodes } from './live-codes.ts';

/** Somebody's living temporary code, by whom and until when, and the way to end it; the server alone can. */
export function LiveCode({ person }: { readonly person: { readonly realm: string; readonly username: string } }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const remove = useAction('acts/end-code');
  const isOurs = useAppState().data?.station?.kind === 'keydesk';
  const sync = useSync().data;
  const code = codeOf(useLiveCodes(), person);
  const controller = useSpoken(code?.controller ?? '');
  if (!isOurs || sync === undefined) return null;
  const { realm, username } = person;
  const go = async () => {
    await remove.run({ realm, username });
    await client.invalidateQueries({ queryKey: ['acts/live-codes'] });
  };
  if (code === undefined) return sync.online ? null : <p className="quiet small">{t('acts.live.offline')}</p>;
  return (
    <div className="live-code">
      <Sign meaning="waiting">{t('acts.live.until', { until: when(code.endsAt, i18n.language), controller })}</Sign>
      {sync.online ? (
        <Button kind="refuse" busy={remove.busy} onPress={() => void go()}>
          {t('acts.live.remove')}
        </Button>
      ) : (
        <p className="quiet small">{t('acts.live.offlineEnds')}</p>
      )}
      {remove.failure !== undefined && <Problem failure={remove.failure} />}
    </div>
  );
}
