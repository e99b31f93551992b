import type { MessageKind } from '../store/messages.ts';
import { SendFailure } from './send-failure.ts';

/** What goes out to one person. */
export interface Message {
  readonly kind: MessageKind;
  /** An e-mail address or a telephone number. */
  readonly to: string;
  /** Of an e-mail. */
  readonly subject?: string;
  readonly text: string;
  /** Of an e-mail, beside the text. */
  readonly html?: string;
  /** The serial it is about: shown, never secret. */
  readonly about: string;
  /** When it is of no use any more: with the code that it carries. */
  readonly expiresAt: Date;
  /** The name of a definition, when it is not the one that is set for its kind. */
  readonly route?: string;
}

/** The part of a message that is sealed while it waits. */
export type MessageContent = Pick<Message, 'to' | 'subject' | 'text' | 'html'>;

/** One address and nothing that could be two, or a header. */
export function emailAddress(text: string): string {
  const address = text.trim();
  if (address.length > 254 || !/^[^\s@,;:<>()[\]"\\]{1,64}@[^\s@,;:<>()[\]"\\]+$/.test(address)) {
    throw new SendFailure('the e-mail address is none', { final: true });
  }
  return address;
}

/** A telephone number without what people write between its digits. */
export function phoneNumber(text: string): string {
  const number = text.replace(/[\s()/.\u00a0-]/g, '');
  if (!/^\+?\d{3,20}$/.test(number)) throw new SendFailure('the telephone number is none', { final: true });
  return number;
}
