import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hotp } from '../../domain/otp/hotp.ts';
import { type MessageFacts, messageTemplate, renderMessage, templateFile } from '../../domain/policy/message-text.ts';
import type { Installation } from '../installation.ts';
import { openSeed } from '../keys/seed-at-rest.ts';
import { emailAddress, type Message, phoneNumber } from '../messaging/message.ts';
import { SendFailure } from '../messaging/send-failure.ts';
import { asked } from '../policy/policy-error.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { isTrue } from '../wire/parameters.ts';
import { messageFacts } from './message-facts.ts';
import { askAbout, type CheckRequest } from './policy-facts.ts';

/** The information beside a credential that says where its codes go. */
export const recipientInfo = {
  sms: { fixed: 'phone', dynamic: 'dynamic_phone' },
  email: { fixed: 'email', dynamic: 'dynamic_email' },
} as const;

/** The folder of the data directory that holds mails as HTML: `file:NAME` in a policy names one of them. */
const templateFolder = 'templates';

/**
 * The message that brings the code of one counter to who owns the credential, by the policies' text. Throws
 * `SendFailure` when nobody could be sent anything: no address, or a template that is not there.
 */
export async function codeMessage(
  installation: Installation,
  request: CheckRequest,
  person: Person | undefined,
  credential: Credential & { readonly type: 'sms' | 'email' },
  counter: number,
  expiresAt: Date,
): Promise<Message> {
  const { store, keys, now, directory } = installation;
  const info = await store.info.of(credential.id);
  const to = recipientOf(credential.type, info, person);
  const question = await askAbout(installation, request, person, credential);
  const seed = openSeed(keys.storeKey, credential.serial, credential.seed);
  try {
    const otp = hotp(seed, counter, credential.otpLength, credential.hash);
    const facts = messageFacts(credential, person, now(), { otp });
    const route = info[`${credential.type}.identifier`];
    const common = { to, about: credential.serial, expiresAt, ...(route === undefined ? {} : { route }) };
    const read = (name: 'smstext' | 'emailtext' | 'emailsubject') => {
      const { value, policies } = asked(() => messageTemplate(question, name));
      for (const policy of policies) request.tookEffect.add(policy);
      return value;
    };
    if (credential.type === 'sms') return { ...common, kind: 'sms', text: renderMessage(read('smstext'), facts) };
    const template = read('emailtext');
    const file = templateFile(template);
    return {
      ...common,
      kind: 'email',
      subject: oneLine(renderMessage(read('emailsubject'), facts)),
      text: file === undefined ? renderMessage(template, facts) : otp,
      ...(file === undefined ? {} : { html: renderMessage(htmlFile(directory, file), escaped(facts)) }),
    };
  } finally {
    seed.fill(0);
  }
}

/** On file with the token, or looked up now at the person. */
function recipientOf(
  type: 'sms' | 'email',
  info: Readonly<Record<string, string>>,
  person: Person | undefined,
): string {
  const { fixed, dynamic } = recipientInfo[type];
  const kept = type === 'sms' ? person?.mobile : person?.email;
  const [first = ''] = (isTrue(info[dynamic]) ? (kept ?? '') : (info[fixed] ?? '')).split(/[,;]/);
  if (first.trim() !== '') return type === 'sms' ? phoneNumber(first) : emailAddress(first);
  throw new SendFailure(type === 'sms' ? 'there is no telephone number' : 'there is no e-mail address', {
    final: true,
  });
}

function htmlFile(directory: string, name: string): string {
  try {
    return readFileSync(join(directory, templateFolder, name), 'utf8');
  } catch (cause) {
    throw new SendFailure(`the template '${name}' cannot be read`, { final: true, cause });
  }
}

/** Names come from directories: none of them becomes a part of the page. */
function escaped(facts: MessageFacts): MessageFacts {
  const signs: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  const texts = Object.entries(facts).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign) : value,
  ]);
  return Object.fromEntries(texts) as unknown as MessageFacts;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
