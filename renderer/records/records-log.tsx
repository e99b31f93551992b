import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { when } from '../i18n/when.ts';
import { useAction } from '../keydesk.ts';

/** How far this desk keeps the server's log, and its own trail to take away. */
export function RecordsLog({ trail }: { readonly trail: Reply<'trail/state'> }) {
  const { t, i18n } = useTranslation();
  const take = useAction('trail/export');
  const [saved, setSaved] = useState(false);
  const { kept, records } = trail;
  const { delivered, proven } = records;
  const go = async () => {
    setSaved(false);
    setSaved((await take.run())?.value.saved === true);
  };
  return (
    <section className="record-log" aria-labelledby="record-log">
      <div className="stack">
        <h2 id="record-log" className="small">
          {t('trail.title')}
        </h2>
        <p className="small">
          {kept === null
            ? t('trail.nothing')
            : t('trail.kept', {
                size: new Intl.NumberFormat(i18n.language).format(kept.size),
                at: when(kept.keptAt, i18n.language),
                since: when(kept.since, i18n.language),
              })}
        </p>
        {trail.watchedAnew !== null && (
          <p className="small">{t('trail.anew', { at: when(trail.watchedAnew, i18n.language) })}</p>
        )}
        {kept !== null && (
          <p className="row small">
            <Sign meaning={kept.countersignedAt === null ? 'waiting' : 'proven'}>
              {t(kept.countersignedAt === null ? 'trail.countersigning' : 'trail.countersigned')}
            </Sign>
            {delivered > 0 && (
              <Sign meaning={proven === delivered ? 'proven' : 'waiting'}>
                {t('trail.proven', { count: delivered, proven })}
              </Sign>
            )}
          </p>
        )}
        {take.failure !== undefined && <Problem failure={take.failure} />}
      </div>
      <div className="row">
        <span role="status">{saved && <Sign meaning="proven">{t('trail.exported')}</Sign>}</span>
        <Button busy={take.busy} onPress={() => void go()}>
          {t('trail.export')}
        </Button>
      </div>
    </section>
  );
}
