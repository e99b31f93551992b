import { useTranslation } from 'react-i18next';
import type { Failure } from '../../domain/failure.ts';
import { Dialog } from '../controls/dialog.tsx';
import { type ChangeOfGroup, usersOf } from './change-of-group.ts';
import { LockoutWarning } from './lockout-warning.tsx';

interface LockoutDialogProps {
  readonly change: ChangeOfGroup;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  /** Of the change itself. */
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  readonly onBack: () => void;
}

/** Whom a change of a group locks out, while that is to be read. */
export function LockoutDialog({ change, groups, busy, failure, onBack }: LockoutDialogProps) {
  const { t } = useTranslation();
  const { asked } = change;
  if (asked === undefined) return null;
  return (
    <Dialog title={t('trust.lockout.title', { count: asked.page.count })} isOpen onClose={onBack}>
      <LockoutWarning
        key={usersOf(asked.page)}
        change={asked.change}
        changed={asked.changed}
        page={asked.page}
        groups={groups}
        busy={busy || change.busy}
        // That the list is another one by now is said above it.
        failure={asked.changed ? unlessOutdated(failure ?? change.failure) : (failure ?? change.failure)}
        onGo={() => void change.goOn()}
        onBack={onBack}
      />
    </Dialog>
  );
}

function unlessOutdated(failure: Failure | undefined): Failure | undefined {
  return failure?.context.reason === 'would-lock-out' ? undefined : failure;
}
