import { useState } from 'react';
import type { Failure } from '../../domain/failure.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { TextField } from '../controls/text-field.tsx';

interface ReasonDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly words: {
    readonly title: string;
    readonly lead: string;
    readonly reason: string;
    readonly hint: string;
    readonly missing: string;
    readonly cancel: string;
    readonly confirm: string;
  };
  /** What stands there already, for the likely case. */
  readonly likely?: string;
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  /** Answers whether it is done. */
  readonly run: (reason: string) => Promise<boolean>;
}

/** Ends something for good, with a reason that is recorded. */
export function ReasonDialog({ isOpen, onClose, words, ...asked }: ReasonDialogProps) {
  return (
    <Dialog title={words.title} isOpen={isOpen} onClose={onClose}>
      <Reason {...asked} words={words} onClose={onClose} />
    </Dialog>
  );
}

function Reason({ words, likely = '', busy, failure, run, onClose }: Omit<ReasonDialogProps, 'isOpen'>) {
  const [reason, setReason] = useState(likely);
  const [asked, setAsked] = useState(false);
  const given = reason.trim();
  const end = async () => {
    setAsked(true);
    if (given !== '' && (await run(given))) onClose();
  };
  return (
    <form
      className="column"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void end();
      }}
    >
      <p className="measure">{words.lead}</p>
      <TextField
        lines
        label={words.reason}
        hint={words.hint}
        value={reason}
        onChange={setReason}
        maxLength={500}
        fault={asked && given === '' ? words.missing : undefined}
        autoFocus
      />
      {failure !== undefined && <Problem failure={failure} />}
      <div className="dialog-foot">
        <Button keyName="Escape" onPress={onClose}>
          {words.cancel}
        </Button>
        <Button kind="main" type="submit" busy={busy}>
          {words.confirm}
        </Button>
      </div>
    </form>
  );
}
