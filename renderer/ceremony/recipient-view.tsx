import type { i18n } from 'i18next';
import { type ReactNode, useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { Segments } from '../controls/choices.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { type Language, languages, textsIn } from '../i18n/i18n.ts';
import { CeremonyPractice } from './ceremony-practice.tsx';
import { CeremonyRail } from './ceremony-rail.tsx';
import type { StepProps } from './step-props.ts';
import './ceremony-frame.css';
import './recipient-view.css';

interface RecipientViewProps extends StepProps {
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
  /** The controller takes the screen back without finishing. */
  readonly onBack: () => void;
  readonly children: ReactNode;
}

/** The screen turned to the recipient: larger, in their language, without the controller's controls. */
export function RecipientView(props: RecipientViewProps) {
  const texts = useTextsIn(props.language);
  if (texts === undefined) return <Waiting />;
  return (
    <I18nextProvider i18n={texts}>
      <I18nProvider locale={props.language === 'de' ? 'de-DE' : 'en-US'}>
        <Turned {...props} />
      </I18nProvider>
    </I18nextProvider>
  );
}

function Turned({ app, ceremony, language, onLanguage, onBack, children }: RecipientViewProps) {
  const { t } = useTranslation();
  return (
    <div className="frame ceremony turned" lang={language}>
      <CeremonyRail ceremony={ceremony} turned />
      <header className="turn">
        <p className="turn-word">{t('recipient.yourTurn')}</p>
        {ceremony.practice && <span className="practice-mark">{t('practice.mark')}</span>}
        <Segments
          label={t('recipient.language')}
          choices={languages.map(({ id, name: own }) => ({ value: id, label: own }))}
          value={language}
          onChange={onLanguage}
        />
      </header>
      <main className="screen">
        {children}
        <div className="turn-back">
          <Button kind="plain" onPress={onBack}>
            {t('recipient.controllerBack')}
          </Button>
        </div>
      </main>
      <CeremonyPractice app={app} ceremony={ceremony} />
    </div>
  );
}

function useTextsIn(language: Language): i18n | undefined {
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
