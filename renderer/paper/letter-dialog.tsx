import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTranslation } from 'react-i18next';
import type { LetterParts } from '../../domain/paper/letter.ts';
import { Button } from '../controls/button.tsx';
import { LetterSheet } from './letter-sheet.tsx';
import { PaperDesk } from './paper-desk.tsx';
import { spoken } from './spoken.ts';

interface LetterDialogProps {
  readonly parts: LetterParts;
  readonly secret: Uint8Array;
  readonly onClose: () => void;
}

/** The letter over whatever told the secret: it has no place of its own to come back to, and ends with that. */
export function LetterDialog({ parts, secret, onClose }: LetterDialogProps) {
  const { t, i18n } = useTranslation();
  return (
    <ModalOverlay className="veil" isOpen onOpenChange={(open) => !open && onClose()}>
      <Modal className="paper-frame">
        <Dialog className="paper-dialog">
          <header className="page-head">
            <Heading slot="title" className="question">
              {t('paper.title.pin-letter')}
            </Heading>
            <Button kind="plain" keyName="Escape" onPress={onClose}>
              {t('paper.back')}
            </Button>
          </header>
          <PaperDesk
            kind="pin-letter"
            subject=""
            form="page"
            language={spoken(i18n.language) ?? 'en'}
            choices={<p className="quiet">{t('paper.letterHint')}</p>}
          >
            {(size, language) => <LetterSheet parts={parts} language={language} secret={secret} size={size} />}
          </PaperDesk>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
