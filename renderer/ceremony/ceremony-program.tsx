import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../domain/failure.ts';
import { Grouped } from '../controls/grouped.tsx';
import { Problem } from '../controls/problem.tsx';
import { Progress } from '../controls/progress.tsx';
import { SecretField } from '../controls/secret-field.tsx';
import { TokenDrawing } from '../controls/token-drawing.tsx';
import { useAction } from '../keydesk.ts';
import { takeAccessCode } from './access-code.ts';
import { focusFirstFault } from './ceremony-checks.tsx';
import { CeremonyStep } from './ceremony-step.tsx';
import type { StepProps } from './step-props.ts';
import { useTokenAtHand } from './token-at-hand.ts';

/** Step 4: writes the slot; whatever comes of it, the screen says what is safe and what to do. */
export function CeremonyProgram(props: StepProps) {
  const { t } = useTranslation();
  const { ceremony } = props;
  const token = useTokenAtHand(ceremony);
  const write = useAction('ceremony/write');
  const back = useAction('ceremony/back');
  const accessCode = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string>();
  const slot = ceremony.plan?.slot ?? 1;
  const failure = write.failure ?? back.failure ?? ceremony.problem;
  // A write that failed is over, also when what came of it could not be kept: the next act settles it.
  const isWriting = write.busy || (ceremony.writing.phase === 'writing' && failure === undefined);
  const isLocked = failure?.code === 'token/access-code';
  const fraction = ceremony.writing.phase === 'writing' ? ceremony.writing.fraction : 0;

  const go = () => {
    setFault(undefined);
    if (!isLocked) return void write.run({});
    const code = takeAccessCode(accessCode.current);
    if (code === undefined) {
      setFault(t('ceremony.program.accessCodeForm'));
      return focusFirstFault();
    }
    void write.run({ accessCode: code }).finally(() => code.fill(0));
  };

  if (isWriting)
    return (
      <CeremonyStep {...props} title={t('ceremony.program.writing', { slot })} lead={t('ceremony.program.leaveIn')}>
        <figure className="token-figure">
          <TokenDrawing model={token.model} state="writing" fraction={fraction} />
        </figure>
        <Progress label={t('ceremony.program.progress')} fraction={fraction} />
      </CeremonyStep>
    );

  return (
    <CeremonyStep
      {...props}
      title={titleOf(failure, token.isHere)}
      lead={failure === undefined ? t('ceremony.program.lead', { slot }) : undefined}
      next={
        token.isHere
          ? { label: t(failure === undefined ? 'ceremony.program.write' : 'ceremony.program.again', { slot }), run: go }
          : undefined
      }
      back={{ label: t('ceremony.program.other'), run: () => void back.run(), busy: back.busy }}
    >
      {failure !== undefined && <Problem failure={failure} />}
      {isLocked && (
        <SecretField
          label={t('ceremony.program.accessCode')}
          hint={t('ceremony.program.accessCodeHint')}
          inputRef={accessCode}
          fault={fault}
          autoComplete="off"
          mono
        />
      )}
      <figure className="token-figure">
        <TokenDrawing model={token.model} state={token.state} label={t(`ceremony.tokenState.${token.state}`)} />
      </figure>
      {!token.isHere && ceremony.token !== undefined && (
        <p className="large" role="status">
          {t('ceremony.program.waitFor')} <Grouped>{ceremony.token.serial}</Grouped>
        </p>
      )}
    </CeremonyStep>
  );

  function titleOf(failed: Failure | undefined, isHere: boolean): string {
    if (!isHere) return t('ceremony.program.plugInAgain');
    return t(failed === undefined ? 'ceremony.program.title' : 'ceremony.program.titleAgain', { slot });
  }
}
