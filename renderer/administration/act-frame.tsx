import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../domain/failure.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { ActResult } from './act-result.tsx';

interface ActFrameProps {
  readonly title: string;
  /** What follows from it, said before it is done. */
  readonly before: string;
  /** What the button says: a verb. */
  readonly verb: string;
  readonly final?: boolean;
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  /** What became of it; while there is none, the question stands. */
  readonly result: ReactNode;
  readonly ready?: boolean;
  readonly onGo: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** One act: what follows, what is needed, the verb; then what became of it, in the same place. */
export function ActFrame({ title, before, verb, final = false, busy, failure, result, ...rest }: ActFrameProps) {
  const { t } = useTranslation();
  const { ready = true, onGo, onClose, children } = rest;
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      {result !== undefined ? (
        <ActResult onClose={onClose}>{result}</ActResult>
      ) : (
        <form
          className="column"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy && ready) onGo();
          }}
        >
          <p className="measure">{before}</p>
          {children}
          {failure !== undefined && <Problem failure={failure} />}
          <div className="dialog-foot">
            <Button keyName="Escape" onPress={onClose}>
              {t('accounts.leave')}
            </Button>
            <Button kind={final ? 'refuse-main' : 'main'} type="submit" keyName="Enter" busy={busy} isDisabled={!ready}>
              {verb}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
