import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { Button } from '../controls/button.tsx';
import { Sign } from '../controls/sign.tsx';
import { useAction } from '../keydesk.ts';
import { useGuidelines } from '../queries.ts';
import { SetUpQuestion } from '../set-up/set-up-question.tsx';
import './sign-in.css';

/** The text that holds now, read to its end before anything is issued; which version it was goes into the records. */
export function GuidelinesReading({ app }: { readonly app: AppState }) {
  return <Reading key={app.atDesk.guidelines.version} app={app} />;
}

function Reading({ app }: { readonly app: AppState }) {
  const { t } = useTranslation();
  const guidelines = useGuidelines();
  const confirm = useAction('guidelines/confirm');
  const lock = useAction('controllers/lock');
  const text = useRef<HTMLElement>(null);
  const [atEnd, setAtEnd] = useState(false);
  const [early, setEarly] = useState(false);
  const { version } = app.atDesk.guidelines;
  const isThere = guidelines.data?.version === version;
  const look = () => {
    const box = text.current;
    if (isThere && box !== null && box.scrollTop + box.clientHeight >= box.scrollHeight - 8) setAtEnd(true);
  };
  useEffect(look, [isThere]);
  useEffect(() => {
    if (!isThere) void guidelines.refetch();
  }, [isThere, guidelines.refetch]);
  const done = () => {
    if (!atEnd) {
      setEarly(true);
      text.current?.focus();
    } else void confirm.run({ version });
  };
  return (
    <SetUpQuestion
      app={app}
      title={t('guidelines.title')}
      lead={t('guidelines.lead', { version })}
      failure={confirm.failure}
      next={{ label: t('guidelines.done'), run: done, busy: confirm.busy || !isThere }}
      others={
        <Button kind="plain" busy={lock.busy} onPress={() => void lock.run()}>
          {t('guidelines.later')}
        </Button>
      }
    >
      <section
        ref={text}
        className="guidelines-text measure"
        aria-label={t('guidelines.name')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by the keyboard
        tabIndex={0}
        onScroll={look}
      >
        {isThere ? guidelines.data?.text : t('loading')}
      </section>
      <p className={early && !atEnd ? 'fault' : 'quiet'} role="status">
        {early && !atEnd && <Sign meaning="refused" />}
        {atEnd ? t('guidelines.atEnd') : t('guidelines.toEnd')}
      </p>
    </SetUpQuestion>
  );
}
