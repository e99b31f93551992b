import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupChangeAsked, LockedOutPage } from '../../domain/contract/administration/trust.ts';
import type { Failure } from '../../domain/failure.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import { LockedOutList } from './locked-out-list.tsx';
import { QueueLockedOut } from './queue-locked-out.tsx';

interface LockoutWarningProps {
  readonly change: GroupChangeAsked;
  readonly page: LockedOutPage;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  /** The list is another than the one that was read before. */
  readonly changed: boolean;
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  readonly onGo: () => void;
  readonly onBack: () => void;
}

/** Whom a change of a group locks out. It is read to its end, and said to be, before anything is saved. */
export function LockoutWarning({ change, page, groups, changed, busy, failure, onGo, onBack }: LockoutWarningProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLElement>(null);
  const [read, setRead] = useState(false);
  const [said, setSaid] = useState(false);
  useEffect(() => list.current?.focus(), []);
  const { count } = page;
  return (
    <>
      {changed && (
        <p className="measure" role="alert">
          <Sign meaning="waiting">{t('trust.lockout.changed')}</Sign>
        </p>
      )}
      <p className="measure">{t('trust.lockout.means', { count })}</p>
      <LockedOutList
        change={change}
        page={page}
        groups={groups}
        listRef={list}
        onRead={useCallback(() => setRead(true), [])}
      />
      <QueueLockedOut change={change} count={count} />
      {read ? (
        <TickBox label={t('trust.lockout.read', { count })} isSelected={said} onChange={setSaid} />
      ) : (
        <p className="quiet">{t('trust.lockout.toTheEnd')}</p>
      )}
      {failure !== undefined && <Problem failure={failure} />}
      <div className="dialog-foot">
        <Button onPress={onBack}>{t(change.kind === 'saved' ? 'trust.lockout.back' : 'trust.lockout.leave')}</Button>
        <Button kind="refuse-main" busy={busy} isDisabled={!said} onPress={onGo}>
          {t(change.kind === 'saved' ? 'trust.lockout.save' : 'trust.lockout.goOn', { count })}
        </Button>
      </div>
    </>
  );
}
