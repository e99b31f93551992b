import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../domain/failure.ts';
import { CodePlace } from '../ceremony/ceremony-code-field.tsx';
import type { TypedCode } from '../ceremony/code-typing.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { useSpoken } from '../controls/spoken.tsx';
import { useAction } from '../keydesk.ts';
import { useAppState, useAttached } from '../queries.ts';
import { codeFieldAttribute } from '../stray-window.ts';
import { CodeAbout } from './code-about.tsx';

interface CodeTouchProps {
  readonly about: { readonly name: string; readonly detail: string };
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  readonly onCode: (code: TypedCode) => void;
  readonly onBack: () => void;
}

/** The controller's own token types its code here; a hand's is refused. */
export function CodeTouch({ about, busy, failure, onCode, onBack }: CodeTouchProps) {
  const { t } = useTranslation();
  const controller = useSpoken(useAppState().data?.atDesk.name ?? '');
  const [byHand, setByHand] = useState(false);
  const shown = byHand ? ({ code: 'code/by-hand', context: {} } as const) : failure;
  return (
    <div className="act column">
      <CodeAbout about={about} />
      <p className="measure">{t('acts.code.touchLead', { controller })}</p>
      {shown !== undefined && <Problem failure={shown} />}
      <CodePlace
        label={t('acts.code.own')}
        length={6}
        state={busy ? 'next' : 'now'}
        onCode={(code) => {
          setByHand(false);
          onCode(code);
        }}
        onHand={() => setByHand(true)}
      />
      <div className="act-foot">
        <Button keyName="Escape" onPress={onBack}>
          {t('acts.back')}
        </Button>
        <EmulatedHand />
      </div>
    </div>
  );
}

/** A hand for an emulated token; nothing where there is none. */
export function EmulatedHand() {
  const { t } = useTranslation();
  const attached = useAttached().data?.tokens.find(({ token }) => token.transport === 'emulator');
  const touch = useAction('practice/touch');
  if (attached === undefined) return null;
  const press = () => {
    document.querySelector<HTMLElement>(`[${codeFieldAttribute}]`)?.focus();
    void touch.run({ slot: 1 });
  };
  return <Button onPress={press}>{t('practice.touch')}</Button>;
}
