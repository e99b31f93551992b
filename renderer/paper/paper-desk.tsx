import type { i18n } from 'i18next';
import { type ReactNode, useEffect, useState } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import type { PaperKind } from '../../domain/contract/paper.ts';
import { isLabelSize, type PaperSize, pages } from '../../domain/paper/paper-size.ts';
import { Button } from '../controls/button.tsx';
import { Segments } from '../controls/choices.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { type Language, languages, textsIn } from '../i18n/i18n.ts';
import { useAction } from '../keydesk.ts';
import { LabelSize } from './label-size.tsx';
import { usePaperChoice } from './paper-choice.ts';
import './paper.css';
import { Preview } from './preview.tsx';
import './sheet.css';

interface PaperDeskProps {
  readonly kind: PaperKind;
  /** What makes the file's name. */
  readonly subject: string;
  readonly form: 'page' | 'label';
  /** The paper's language at first; it may be another than the window's. */
  readonly language: Language;
  /** What else can be chosen. */
  readonly choices?: ReactNode;
  readonly children: (size: PaperSize, language: Language) => ReactNode;
}

/** A preview of sheets true to size, with what can be chosen about them, and the two ways they leave. */
export function PaperDesk({ kind, subject, form, choices, children, ...props }: PaperDeskProps) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState(props.language);
  const texts = useTexts(language);
  const { paper, choose, failure } = usePaperChoice();
  const size = form === 'page' ? pages[paper.page] : paper.label;
  return (
    <div className="paper">
      <div className="paper-choices">
        {form === 'page' ? (
          <Segments
            label={t('paper.size')}
            choices={[
              { value: 'a4', label: t('paper.a4') },
              { value: 'letter', label: t('paper.letter') },
            ]}
            value={paper.page}
            onChange={(page) => void choose({ ...paper, page })}
          />
        ) : (
          <LabelSize size={paper.label} onChange={(label) => void choose({ ...paper, label })} />
        )}
        <Segments
          label={t('paper.language')}
          choices={languages.map(({ id, name }) => ({ value: id, label: name }))}
          value={language}
          onChange={setLanguage}
        />
        {choices}
        {failure !== undefined && <Problem failure={failure} />}
        {(form === 'page' || isLabelSize(size)) && <WaysOut kind={kind} subject={subject} size={size} />}
      </div>
      {texts === undefined ? (
        <Waiting />
      ) : (
        <I18nextProvider i18n={texts}>
          <Preview size={size} language={language}>
            {children(size, language)}
          </Preview>
        </I18nextProvider>
      )}
    </div>
  );
}

interface WaysOutProps {
  readonly kind: PaperKind;
  readonly subject: string;
  readonly size: PaperSize;
}

function WaysOut({ kind, subject, size }: WaysOutProps) {
  const { t } = useTranslation();
  const print = useAction('paper/print');
  const save = useAction('paper/save');
  const [done, setDone] = useState<'printed' | 'saved'>();
  const failure = print.failure ?? save.failure;
  const begin = () => {
    setDone(undefined);
    print.forget();
    save.forget();
  };
  const toPrinter = async () => {
    begin();
    if ((await print.run({ size }))?.value.printed) setDone('printed');
  };
  const toFile = async () => {
    begin();
    if ((await save.run({ kind, subject, size }))?.value.saved) setDone('saved');
  };
  return (
    <div className="stack">
      <div className="row">
        <Button kind="main" busy={print.busy} onPress={() => void toPrinter()}>
          {t('paper.print')}
        </Button>
        <Button busy={save.busy} onPress={() => void toFile()}>
          {t('paper.save')}
        </Button>
      </div>
      <p role="status">
        {done !== undefined && <Sign meaning="proven">{t(`paper.done.${done}`)}</Sign>}
        {print.busy && done === undefined && t('paper.dialog')}
      </p>
      {failure !== undefined && <Problem failure={failure} />}
    </div>
  );
}

function useTexts(language: Language): i18n | undefined {
  const [texts, setTexts] = useState<i18n>();
  useEffect(() => {
    let wanted = true;
    void textsIn(language).then((loaded) => wanted && setTexts(loaded));
    return () => {
      wanted = false;
    };
  }, [language]);
  return texts;
}
