import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import type { Failure } from '../../domain/failure.ts';
import { Button } from '../controls/button.tsx';
import { Segments } from '../controls/choices.tsx';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { Problem } from '../controls/problem.tsx';
import { languages } from '../i18n/i18n.ts';
import { useAction } from '../keydesk.ts';

interface SetUpQuestionProps {
  readonly app: AppState;
  /** Place in the first run, 1 to 3. */
  readonly step?: number;
  readonly title: string;
  readonly lead: string;
  readonly failure?: Failure | undefined;
  readonly children?: ReactNode;
  /** Quieter things to do, beside the likely one. */
  readonly others?: ReactNode;
  readonly next?: { readonly label: string; readonly run: () => void; readonly busy: boolean };
}

/** One question before there is a desk. */
export function SetUpQuestion({ app, step, title, lead, failure, children, others, next }: SetUpQuestionProps) {
  const { t } = useTranslation();
  const heading = useHeadingFocus(title);
  const settings = useAction('app/set-settings');
  useEffect(() => {
    document.title = `${title} – Keydesk`;
    return () => {
      document.title = 'Keydesk';
    };
  }, [title]);
  return (
    <main className="set-up">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (next !== undefined && !next.busy) next.run();
        }}
      >
        <div className="head">
          <p className="wordmark">{t('product')}</p>
          <Segments
            label={t('setUp.language')}
            choices={languages.map(({ id, name }) => ({ value: id, label: name }))}
            value={app.settings.language}
            onChange={(language) => void settings.run({ language })}
          />
        </div>
        <div className="stack">
          {step !== undefined && <p className="steps small">{t('setUp.step', { now: step, all: 3 })}</p>}
          <h1 ref={heading} tabIndex={-1} className="question">
            {title}
          </h1>
          <p className="measure quiet">{lead}</p>
        </div>
        {failure !== undefined && <Problem failure={failure} />}
        {children}
        {next !== undefined && (
          <div className="foot">
            {others !== undefined && <div className="others">{others}</div>}
            <Button kind="main" type="submit" keyName="Enter" busy={next.busy}>
              {next.label}
            </Button>
          </div>
        )}
      </form>
    </main>
  );
}
