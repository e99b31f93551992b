import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WithdrawalReason } from '../../domain/act.ts';
import type { Reply } from '../../domain/contract/ipc.ts';
import type { TokenAct } from '../../domain/token-act.ts';
import type { TypedCode } from '../ceremony/code-typing.ts';
import { Button } from '../controls/button.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { Problem } from '../controls/problem.tsx';
import { useStepKeys } from '../controls/step-keys.ts';
import { Waiting } from '../frame/waiting.tsx';
import { useAction } from '../keydesk.ts';
import { useForeseen } from '../queries.ts';
import { ActAbout } from './act-about.tsx';
import { ActConfirm } from './act-confirm.tsx';
import { ActDone } from './act-done.tsx';
import { ActWhy } from './act-why.tsx';

interface TokenActProps {
  readonly act: TokenAct;
  readonly token: string;
}

/** A small ceremony about one token: why, what follows, done; what it is about stays in sight. */
export function TokenActScreen({ act, token }: TokenActProps) {
  const { t } = useTranslation();
  const foreseen = useForeseen(act, token);
  const [reason, setReason] = useState<WithdrawalReason>();
  const [note, setNote] = useState('');
  const [hasWhy, setHasWhy] = useState(false);
  const [done, setDone] = useState<{ readonly record: string; readonly about: Reply<'acts/foresee'> }>();
  const perform = usePerform(act, token);
  const leave = () => window.history.back();
  const asksWhy = act === 'withdraw' && !hasWhy && foreseen.data?.problem === null && done === undefined;
  const back = act === 'withdraw' && hasWhy ? () => setHasWhy(false) : leave;
  useStepKeys(undefined, done === undefined ? (asksWhy ? leave : back) : undefined);
  if (done !== undefined) return <ActDone act={act} {...done} onClose={leave} />;
  if (foreseen.data === undefined) {
    return foreseen.error === null ? (
      <Waiting />
    ) : (
      <Page title={t(`acts.title.${act}`)}>
        <ListProblem query={foreseen} />
      </Page>
    );
  }
  const about = foreseen.data;
  if (about.problem !== null) {
    return (
      <Page title={t(`acts.title.${act}`)}>
        <div className="act column">
          <ActAbout about={about} />
          <Problem failure={about.problem}>
            <Button keyName="Escape" onPress={leave}>
              {t('acts.back')}
            </Button>
          </Problem>
        </div>
      </Page>
    );
  }
  if (asksWhy) {
    return (
      <ActWhy
        about={about}
        reason={reason}
        onReason={setReason}
        note={note}
        onNote={setNote}
        onNext={() => setHasWhy(true)}
        onLeave={leave}
      />
    );
  }
  return (
    <ActConfirm
      act={act}
      about={about}
      busy={perform.busy}
      failure={perform.failure}
      onBack={back}
      onGo={async (office, typed) => {
        const record = await perform.run({ reason: reason ?? 'other', note, office, typed });
        if (record !== undefined) setDone({ record, about });
      }}
    />
  );
}

/** The act itself; answers its record's id, or nothing when it failed. */
function usePerform(act: TokenAct, token: string) {
  const withdraw = useAction('acts/withdraw');
  const lost = useAction('acts/report-lost');
  const back = useAction('acts/take-back');
  const scrap = useAction('acts/scrap');
  const { busy, failure } = { withdraw, 'report-lost': lost, 'take-back': back, scrap }[act];
  return {
    busy,
    failure,
    run: async (said: {
      readonly reason: WithdrawalReason;
      readonly note: string;
      readonly office: string;
      readonly typed: TypedCode | undefined;
    }) => {
      const { reason, note, office, typed } = said;
      const outcome =
        act === 'withdraw'
          ? await withdraw.run({ token, reason, note })
          : act === 'report-lost'
            ? await lost.run({ token, note })
            : act === 'take-back'
              ? await back.run({ token, office, ...(typed === undefined ? {} : { typed }) })
              : await scrap.run({ token, office, note });
      return outcome?.value.record;
    },
  };
}
