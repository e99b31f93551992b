import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { holderName } from '../../domain/holder.ts';
import type { CallerProof } from '../../domain/trust/temporary-code.ts';
import { Button } from '../controls/button.tsx';
import { Page } from '../controls/page.tsx';
import { useStepKeys } from '../controls/step-keys.ts';
import { Waiting } from '../frame/waiting.tsx';
import { useAction } from '../keydesk.ts';
import { usePeople, useSync } from '../queries.ts';
import { CodeProof } from './code-proof.tsx';
import { CodeShown } from './code-shown.tsx';
import { CodeTouch } from './code-touch.tsx';

interface TemporaryCodeProps {
  readonly realm: string;
  readonly username: string;
}

type Given = { readonly code: Uint8Array; readonly endsAtMs: number };

/** A code that stands in for somebody's token once: how one knows them, one's own touch, then the code. */
export function TemporaryCode({ realm, username }: TemporaryCodeProps) {
  const { t } = useTranslation();
  const people = usePeople(username);
  const sync = useSync();
  const ask = useAction('acts/temporary-code');
  const [proof, setProof] = useState<CallerProof>();
  const [given, setGiven] = useState<Given>();
  const leave = () => window.history.back();
  const back = proof === undefined ? leave : () => setProof(undefined);
  useStepKeys(undefined, given === undefined ? back : undefined);
  const rows = people.data?.pages.flatMap((page) => page.rows);
  const person = rows?.find((one) => one.realm === realm && one.username === username);
  if (rows === undefined || sync.data === undefined) return <Waiting />;
  const name = person === undefined ? username : holderName(person);
  const about = { name, detail: [username, person?.office].filter(Boolean).join(' · ') };
  if (given !== undefined) return <CodeShown about={about} {...given} onClose={leave} />;
  if (!sync.data.online) return <NeedsServer onLeave={leave} />;
  if (proof === undefined) return <CodeProof about={about} onProof={setProof} onLeave={leave} />;
  return (
    <Page title={t('acts.code.touchTitle')}>
      <CodeTouch
        about={about}
        busy={ask.busy}
        failure={ask.failure}
        onBack={back}
        onCode={async (typed) => {
          const reply = await ask.run({ realm, username, proof, ...typed });
          if (reply === undefined) return;
          const { code, validSeconds } = reply.value;
          setGiven({ code, endsAtMs: performance.now() + validSeconds * 1000 });
        }}
      />
    </Page>
  );
}

function NeedsServer({ onLeave }: { readonly onLeave: () => void }) {
  const { t } = useTranslation();
  const send = useAction('sync/send-now');
  return (
    <Page title={t('acts.code.offlineTitle')}>
      <div className="act column">
        <p className="measure large">{t('acts.code.offline')}</p>
        <div className="act-foot">
          <Button keyName="Escape" onPress={onLeave}>
            {t('acts.back')}
          </Button>
          <Button kind="main" busy={send.busy} onPress={() => void send.run()}>
            {t('acts.code.try')}
          </Button>
        </div>
      </div>
    </Page>
  );
}
