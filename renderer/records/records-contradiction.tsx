import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Reply } from '../../domain/contract/ipc.ts';
import { announce } from '../controls/announcer.tsx';
import { Button } from '../controls/button.tsx';
import { Shape } from '../controls/sign.tsx';
import { whenExactly } from '../i18n/when.ts';
import { useAction } from '../keydesk.ts';
import { ReasonDialog } from './reason-dialog.tsx';

type Found = NonNullable<Reply<'trail/state'>['contradiction']>;

/** The server's log is not the one this desk kept: what happened, what is safe, and what a person can do. */
export function RecordsContradiction({ found }: { readonly found: Found }) {
  const { t, i18n } = useTranslation();
  const [, go] = useLocation();
  const settle = useAction('trail/settle');
  const [isSettling, setSettling] = useState(false);
  const isBackup = found.what === 'rolled back' || found.what === 'forked';
  const number = new Intl.NumberFormat(i18n.language);
  const sizes = { kept: number.format(found.keptSize), offered: number.format(found.offeredSize) };
  const what = t(`trail.contradiction.what.${found.what}`, sizes);
  useEffect(() => announce(what, 'assertive'), [what]);
  return (
    <section className="problem" data-meaning="refused" data-code={found.what}>
      <Shape meaning="refused" />
      <div className="stack">
        <p className="what">{what}</p>
        <p>{t('trail.contradiction.safe')}</p>
        <p>{t(`trail.contradiction.do.${found.what}`)}</p>
        <p className="quiet">{t('trail.contradiction.found', { at: whenExactly(found.foundAt, i18n.language) })}</p>
        <div className="row actions">
          {found.record !== '' && (
            <Button onPress={() => go(`/records/${found.record}`)}>{t('trail.contradiction.look')}</Button>
          )}
          <Button onPress={() => setSettling(true)}>{t('trail.contradiction.settle')}</Button>
        </div>
      </div>
      <ReasonDialog
        isOpen={isSettling}
        onClose={() => setSettling(false)}
        words={{
          title: t('trail.contradiction.title'),
          lead: t('trail.contradiction.lead'),
          reason: t('trail.contradiction.reason'),
          hint: t('trail.contradiction.reasonHint'),
          missing: t('trail.contradiction.reasonMissing'),
          cancel: t('trail.contradiction.cancel'),
          confirm: t('trail.contradiction.confirm'),
        }}
        likely={isBackup ? t('trail.contradiction.backup') : ''}
        busy={settle.busy}
        failure={settle.failure}
        run={async (reason) => (await settle.run({ id: found.id, reason })) !== undefined}
      />
    </section>
  );
}
