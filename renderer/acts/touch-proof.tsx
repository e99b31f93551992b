import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodePlace } from '../ceremony/ceremony-code-field.tsx';
import type { TypedCode } from '../ceremony/code-typing.ts';
import { Problem } from '../controls/problem.tsx';
import { useSync } from '../queries.ts';
import { EmulatedHand } from './code-touch.tsx';

interface TouchProofProps {
  readonly busy: boolean;
  readonly onCode: (code: TypedCode) => void;
}

/** Where the token that is brought back types a code of its own; without the server there is nobody to check it. */
export function TouchProof({ busy, onCode }: TouchProofProps) {
  const { t } = useTranslation();
  const [byHand, setByHand] = useState(false);
  if (useSync().data?.online !== true) return null;
  return (
    <section aria-labelledby="touch-proof" className="act-follows">
      <h2 id="touch-proof">{t('acts.touch.title')}</h2>
      <p className="measure">{t('acts.touch.lead')}</p>
      {byHand && <Problem failure={{ code: 'code/by-hand', context: {} }} />}
      <CodePlace
        label={t('acts.touch.label')}
        length={6}
        state={busy ? 'next' : 'now'}
        onCode={(code) => {
          setByHand(false);
          onCode(code);
        }}
        onHand={() => setByHand(true)}
      />
      <EmulatedHand />
    </section>
  );
}
