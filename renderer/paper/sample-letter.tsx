import { useTranslation } from 'react-i18next';
import { secretMark } from '../../domain/paper/letter.ts';
import type { PaperSize } from '../../domain/paper/paper-size.ts';
import type { Language } from '../i18n/i18n.ts';
import { whichDay } from '../i18n/when.ts';
import { LetterSheet } from './letter-sheet.tsx';
import { PaperDesk } from './paper-desk.tsx';
import { spoken } from './spoken.ts';

/** A letter to nobody, to see on paper that the folds and the window of the envelope are where they should be. */
export function SampleLetter() {
  const { t, i18n } = useTranslation();
  return (
    <PaperDesk
      kind="pin-letter"
      subject=""
      form="page"
      language={spoken(i18n.language) ?? 'en'}
      choices={<p className="quiet">{t('paper.sampleHint')}</p>}
    >
      {(size, language) => <Sample size={size} language={language} />}
    </PaperDesk>
  );
}

const dots = new TextEncoder().encode('••••');

function Sample({ size, language }: { readonly size: PaperSize; readonly language: Language }) {
  const { t } = useTranslation();
  const text = {
    date: whichDay(new Date(), language),
    subject: t('paper.sample.subject'),
    text: t('paper.sample.text', { secret: secretMark }),
  };
  const recipient = [t('paper.sample.name'), t('paper.sample.street'), t('paper.sample.town')];
  const parts = { sender: t('paper.sample.sender'), recipient, texts: { en: text, de: text } };
  return <LetterSheet parts={parts} language={language} secret={dots} size={size} />;
}
