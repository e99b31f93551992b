import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageTrouble } from '../../domain/contract/administration/messaging.ts';
import type { Failure } from '../../domain/failure.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { TextField } from '../controls/text-field.tsx';
import { troubleWords } from './trouble-words.ts';

type Came = MessageTrouble & { readonly sent: boolean };

interface TrialProps {
  readonly label: string;
  readonly verb: string;
  readonly action: { readonly busy: boolean; readonly failure: Failure | undefined };
  readonly isDisabled: boolean;
  readonly send: (to: string) => Promise<{ readonly value: Came } | undefined>;
}

/** A message sent for real, and what the other side said to it. */
export function Trial({ label, verb, action, isDisabled, send }: TrialProps) {
  const { t } = useTranslation();
  const [to, setTo] = useState('');
  const [came, setCame] = useState<Came>();
  const go = async () => {
    setCame(undefined);
    setCame((await send(to.trim()))?.value);
  };
  return (
    <div className="stack">
      <div className="trial-row">
        <TextField label={label} value={to} onChange={setTo} autoComplete="off" />
        <Button busy={action.busy} isDisabled={isDisabled || to.trim() === ''} onPress={() => void go()}>
          {verb}
        </Button>
      </div>
      <div role="status">
        {came !== undefined && (
          <Sign meaning={came.sent ? 'proven' : 'refused'}>
            {t(came.sent ? 'messaging.sent' : 'messaging.notSent', { said: troubleWords(t, came) })}
          </Sign>
        )}
      </div>
      {action.failure !== undefined && <Problem failure={action.failure} />}
    </div>
  );
}
