import { type ReactNode, useContext } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Asleep } from './asleep.ts';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A question that has to be answered before anything else. Escape closes it without an answer. Of a screen that sleeps it
 * sleeps too: hidden, with what was typed in it, and in nobody's way.
 */
export function Dialog({ title, isOpen, onClose, children }: DialogProps) {
  const asleep = useContext(Asleep);
  return (
    <ModalOverlay
      className={asleep ? 'veil asleep' : 'veil'}
      isOpen={isOpen && !asleep}
      isExiting={isOpen && asleep}
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className="dialog-frame">
        <AriaDialog className="dialog">
          <Heading slot="title" className="question">
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
