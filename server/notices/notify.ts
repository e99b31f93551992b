import { pageTexts } from '../gate/page-texts.ts';
import type { Installation } from '../installation.ts';
import { enqueueMessage } from '../messaging/enqueue-message.ts';
import { emailAddress } from '../messaging/message.ts';
import { identifierSetting } from '../messaging/messaging.ts';
import type { Person } from '../store/people.ts';
import { type NoticeKind, noticeMail } from './notice-texts.ts';

const dayMs = 86_400_000;

/** What a notice is about; `language` when it is known which one the person speaks. */
interface NoticeAbout {
  readonly serial: string;
  readonly by: string;
  readonly language?: string | undefined;
}

/**
 * Tells the person concerned by e-mail, in the transaction of what happened: whatever the desk says, they hear of it.
 * Without a mail server or an address there is nobody to tell, and the audit says so.
 */
export async function notify(
  installation: Installation,
  person: Person,
  kind: NoticeKind,
  { serial, by, language: own }: NoticeAbout,
): Promise<void> {
  const { store, messaging, now } = installation;
  const at = now();
  const note = (info: string) =>
    store.audit.append({
      at: at.toISOString(),
      actor: 'server',
      action: 'notice/not-sent',
      subject: `${person.username}@${person.realm}`,
      detail: { kind, info },
    });
  const route = await store.systemSettings.text(identifierSetting('email'));
  if (route === undefined || (await store.messageRoutes.find('smtp', route)) === undefined) {
    return note('no mail server is set');
  }
  if (!isAddress(person.email)) return note('there is no e-mail address');
  const language = (own ?? (await store.systemSettings.text('notices.language'))) === 'de' ? 'de' : 'en';
  const contact = (await store.settings.get('contact')) || pageTexts(language).contact;
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(at);
  const name = `${person.givenName} ${person.surname}`.trim() || person.username;
  const mail = noticeMail(kind, language, { name, serial, by, when, contact });
  const about = serial === '' ? person.username : serial;
  await enqueueMessage(messaging, {
    kind: 'email',
    to: person.email,
    ...mail,
    about,
    expiresAt: new Date(at.getTime() + dayMs),
  });
}

function isAddress(text: string): boolean {
  try {
    return emailAddress(text) !== '';
  } catch {
    return false;
  }
}
