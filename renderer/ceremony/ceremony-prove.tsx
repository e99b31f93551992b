import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Grouped } from '../controls/grouped.tsx';
import { Problem } from '../controls/problem.tsx';
import { TokenDrawing } from '../controls/token-drawing.tsx';
import { useAction } from '../keydesk.ts';
import { CodePlace } from './ceremony-code-field.tsx';
import { CeremonyStep } from './ceremony-step.tsx';
import type { TypedCode } from './code-typing.ts';
import type { StepProps } from './step-props.ts';
import { useTokenAtHand } from './token-at-hand.ts';

/** Step 5: two codes in a row, typed by the token itself. */
export function CeremonyProve(props: StepProps) {
  const { t } = useTranslation();
  const { ceremony } = props;
  const token = useTokenAtHand(ceremony);
  const code = useAction('ceremony/code');
  const [byHand, setByHand] = useState(false);
  const failure = byHand ? ({ code: 'code/by-hand', context: {} } as const) : (code.failure ?? ceremony.problem);
  const send = (typed: TypedCode) => {
    setByHand(false);
    void code.run(typed);
  };
  const slot = ceremony.plan?.slot ?? 1;
  const length = ceremony.plan?.type === 'yubikey' ? 44 : (ceremony.plan?.digits ?? 6);
  return (
    <CeremonyStep
      {...props}
      title={
        token.isHere ? t(`ceremony.prove.title${ceremony.codes === 0 ? 1 : 2}`) : t('ceremony.program.plugInAgain')
      }
      lead={token.isHere ? t(slot === 1 ? 'ceremony.prove.leadShort' : 'ceremony.prove.leadLong') : undefined}
    >
      {failure !== undefined && <Problem failure={failure} />}
      <div className="code-places">
        <CodePlace
          label={t('ceremony.prove.first')}
          length={length}
          state={ceremony.codes === 0 ? 'now' : 'accepted'}
          onCode={send}
          onHand={() => setByHand(true)}
        />
        <CodePlace
          label={t('ceremony.prove.second')}
          length={length}
          state={ceremony.codes === 0 ? 'next' : ceremony.codes === 1 ? 'now' : 'accepted'}
          onCode={send}
          onHand={() => setByHand(true)}
        />
      </div>
      <figure className="token-figure">
        <TokenDrawing
          model={token.model}
          state={token.isHere ? 'touch' : 'absent'}
          label={t(`ceremony.tokenState.${token.state}`)}
        />
      </figure>
      {!token.isHere && ceremony.token !== undefined && (
        <p className="large" role="status">
          {t('ceremony.program.waitFor')} <Grouped>{ceremony.token.serial}</Grouped>
        </p>
      )}
    </CeremonyStep>
  );
}
