import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Reply } from '../../domain/contract/ipc.ts';
import { announce } from '../controls/announcer.tsx';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { Shape } from '../controls/sign.tsx';
import { TextField } from '../controls/text-field.tsx';
import { whenExactly } from '../i18n/when.ts';
import { useAction } from '../keydesk.ts';

type Found = NonNullable<Reply<'trail/state'>['contradiction']>;

/** The server's log is not the one this desk kept: what happened, what is safe, and what a person can do. */
export function RecordsContradiction({ found }: { readonly found: Found }) {
  const { t, i18n } = useTranslation();
  const [, go] = useLocation();
  const [isSettling, setSettling] = useState(false);
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
      <Dialog title={t('trail.contradiction.title')} isOpen={isSettling} onClose={() => setSettling(false)}>
        <Settle found={found} onClose={() => setSettling(false)} />
      </Dialog>
    </section>
  );
}

function Settle({ found, onClose }: { readonly found: Found; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const settle = useAction('trail/settle');
  const isBackup = found.what === 'rolled back' || found.what === 'forked';
  const [reason, setReason] = useState(isBackup ? t('trail.contradiction.backup') : '');
  const [asked, setAsked] = useState(false);
  const end = async () => {
    setAsked(true);
    if (reason.trim() === '') return;
    const done = await settle.run({ id: found.id, reason: reason.trim() });
    if (done !== undefined) onClose();
  };
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void end();
      }}
    >
      <p className="measure">{t('trail.contradiction.lead')}</p>
      <TextField
        lines
        label={t('trail.contradiction.reason')}
        hint={t('trail.contradiction.reasonHint')}
        value={reason}
        onChange={setReason}
        maxLength={500}
        fault={asked && reason.trim() === '' ? t('trail.contradiction.reasonMissing') : undefined}
        autoFocus
      />
      {settle.failure !== undefined && <Problem failure={settle.failure} />}
      <div className="row">
        <Button kind="main" type="submit" busy={settle.busy}>
          {t('trail.contradiction.confirm')}
        </Button>
        <Button onPress={onClose}>{t('trail.contradiction.cancel')}</Button>
      </div>
    </form>
  );
}
