import type { Asked } from './compile.ts';
import { type Reading, readChoice, readFlag } from './read.ts';
import { messageTags, replaceTags } from './tag.ts';

export type Message = 'smstext' | 'emailtext' | 'emailsubject' | 'challenge_text';

const defaults: Readonly<Record<Message, string>> = {
  smstext: '<otp>',
  emailtext: '<otp>',
  emailsubject: 'Your OTP',
  challenge_text: '',
};

/** The text of a message with its tags still in it; without a policy it is the code alone. */
export function messageTemplate(asked: Asked, message: Message): Reading<string> {
  const { value, policies } = readChoice(asked, 'authentication', message);
  return { value: value ?? defaults[message], policies };
}

/** What the tags of a message stand for. */
export interface MessageFacts {
  readonly otp: string;
  readonly serial: string;
  readonly tokenType: string;
  /** The login name; the tag `{user}` is the given name here. */
  readonly username: string;
  readonly realm: string;
  readonly givenName: string;
  readonly surname: string;
  readonly recipientGivenName: string;
  readonly recipientSurname: string;
  readonly challenge: string;
  /** The moment, shown in the local time of the server. */
  readonly at: Date;
}

/** Replaces the tags by plain text; it never fails, so that a text never keeps anybody from logging in. */
export function renderMessage(template: string, facts: MessageFacts): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const { at } = facts;
  return replaceTags(template, messageTags, {
    otp: facts.otp,
    serial: facts.serial,
    user: facts.givenName,
    givenname: facts.givenName,
    surname: facts.surname,
    username: facts.username,
    userrealm: facts.realm,
    tokentype: facts.tokenType,
    recipient_givenname: facts.recipientGivenName,
    recipient_surname: facts.recipientSurname,
    time: `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`,
    date: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    challenge: facts.challenge,
    realm: '',
    admin: '',
  });
}

/** The template folder's file that an e-mail is made from, when the text names one (`file:NAME`). */
export function templateFile(template: string): string | undefined {
  return /^file:([A-Za-z0-9_-][A-Za-z0-9_.-]*)$/.exec(template)?.[1];
}

/** Whether a successful login by this kind of message sends the code for the next one. */
export function sendsNextCode(asked: Asked, type: 'sms' | 'email'): Reading<boolean> {
  return readFlag(asked, 'authentication', type === 'sms' ? 'smsautosend' : 'emailautosend');
}
