import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { Page } from '../controls/page.tsx';
import { Sign } from '../controls/sign.tsx';
import { CodeAbout } from './code-about.tsx';

interface CodeShownProps {
  readonly about: { readonly name: string; readonly detail: string };
  /** Wiped when it leaves the screen. */
  readonly code: Uint8Array;
  /** By the clock that only goes forward. */
  readonly endsAtMs: number;
  readonly onClose: () => void;
}

/** The code, large, for as long as it lives; afterwards it is nowhere. */
export function CodeShown({ about, code, endsAtMs, onClose }: CodeShownProps) {
  const { t } = useTranslation();
  const left = useSecondsLeft(endsAtMs);
  if (left === 0) {
    return (
      <Page title={t('acts.code.over')}>
        <div className="act column">
          <CodeAbout about={about} />
          <p className="measure large">{t('acts.code.overHelp')}</p>
          <div className="act-foot">
            <span />
            <Button kind="main" onPress={onClose}>
              {t('acts.done.close')}
            </Button>
          </div>
        </div>
      </Page>
    );
  }
  return (
    <Page title={t('acts.code.shownTitle', { name: about.name })}>
      <div className="act column">
        <CodeAbout about={about} />
        <CodeItself code={code} label={t('acts.code.label')} isGrouped />
        <p className="temporary-left" role="timer">
          <Sign meaning="waiting">
            {t('acts.code.left', {
              minutes: Math.floor(left / 60),
              seconds: String(left % 60).padStart(2, '0'),
            })}
          </Sign>
        </p>
        <p className="measure">{t('acts.code.once')}</p>
        <div className="act-foot">
          <span />
          <Button kind="main" onPress={onClose}>
            {t('acts.code.close')}
          </Button>
        </div>
      </div>
    </Page>
  );
}

interface CodeItselfProps {
  /** Wiped when it leaves the screen. */
  readonly code: Uint8Array;
  readonly label: string;
  /** Eight digits, in two fours. */
  readonly isGrouped?: boolean;
}

/** Written beside React, whose state would keep it. */
export function CodeItself({ code, label, isGrouped = false }: CodeItselfProps) {
  const place = useRef<HTMLOutputElement>(null);
  const wiping = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const shown = place.current;
    const text = new TextDecoder().decode(code);
    if (shown !== null) shown.textContent = isGrouped ? text.replace(/(?<=^\d{4})/, ' ') : text;
    return () => {
      if (shown !== null) shown.textContent = '';
    };
  }, [code, isGrouped]);
  // After a moment: React in its strict mode lets go of a screen once and takes it up again.
  useEffect(() => {
    clearTimeout(wiping.current);
    return () => {
      wiping.current = setTimeout(() => code.fill(0));
    };
  }, [code]);
  return <output ref={place} className="temporary-code mono" aria-label={label} data-told="" />;
}

function useSecondsLeft(endsAtMs: number): number {
  const leftNow = () => Math.max(0, Math.ceil((endsAtMs - performance.now()) / 1000));
  const [left, setLeft] = useState(leftNow);
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((endsAtMs - performance.now()) / 1000))), 250);
    return () => clearInterval(timer);
  }, [endsAtMs]);
  return left;
}
