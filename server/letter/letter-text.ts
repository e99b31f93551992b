import { secretMark } from '../../domain/paper/letter.ts';
import { replaceTags, type TagSet, unknownTags } from '../../domain/policy/tag.ts';
import { WireError } from '../wire/wire-error.ts';

/** The languages that letters are written in. */
export const letterLanguages = ['en', 'de'] as const;
export type LetterLanguage = (typeof letterLanguages)[number];

/** What a letter tells: the PIN of a token, or the password that replaces a lost one for some days. */
export type LetterKind = 'pin' | 'password';

/** The setting that holds the text of a letter, when it is not Keydesk's own. */
export function textSetting(kind: LetterKind, language: LetterLanguage): string {
  return `${kind}letter.text.${language}`;
}

/** The setting that holds the line above the address: who a letter comes back to. */
export const senderSetting = 'letter.sender';

/** What stands for the PIN or the password in a template; a paragraph that is nothing else is set in a box. */
const secretTag = '{secret}';

const tags: TagSet = {
  angle: [],
  brace: ['secret', 'givenname', 'surname', 'username', 'realm', 'serial', 'date', 'until'],
};

/** What the tags of a letter stand for; the secret comes in when the letter is drawn. */
export interface LetterFacts {
  readonly givenName: string;
  readonly surname: string;
  readonly username: string;
  readonly realm: string;
  readonly serial: string;
  readonly at: Date;
  /** When the password ends. */
  readonly until?: Date | undefined;
}

/** Words that are set outside the text. */
export const subjects: Readonly<Record<LetterLanguage, Readonly<Record<LetterKind, string>>>> = {
  en: { pin: 'The PIN of your token', password: 'A password in place of your token' },
  de: { pin: 'Die PIN zu Ihrem Token', password: 'Ein Passwort anstelle Ihres Tokens' },
};

const defaults: Readonly<Record<LetterLanguage, Readonly<Record<LetterKind, string>>>> = {
  en: {
    pin: `Dear {givenname} {surname},

you log in as {username} with the token {serial}. This is its PIN:

{secret}

When you log in, type the PIN first and the code of the token right behind it, without a space between.

Learn the PIN and destroy this letter. Never keep the PIN with the token, and tell it to nobody: whoever asks you for it has no right to know it. If this letter was open when it reached you, tell your token administrator before you use the token.`,
    password: `Dear {givenname} {surname},

your token was reported as lost and cannot be used any more. Until {until} this password takes the place of its codes:

{secret}

When you log in as {username}, type the PIN of your lost token first and the password right behind it, without a space between. If your token had no PIN, type the password alone.

Keep the password to yourself and destroy this letter when you have your new token. If this letter was open when it reached you, tell your token administrator at once.`,
  },
  de: {
    pin: `Guten Tag {givenname} {surname},

Sie melden sich als {username} mit dem Token {serial} an. Dies ist seine PIN:

{secret}

Geben Sie bei der Anmeldung zuerst die PIN ein und direkt dahinter, ohne Leerzeichen, den Code des Tokens.

Prägen Sie sich die PIN ein und vernichten Sie diesen Brief. Bewahren Sie die PIN nie beim Token auf und verraten Sie sie niemandem: Wer Sie danach fragt, hat kein Recht darauf. War dieser Brief geöffnet, als er Sie erreichte, sagen Sie es Ihrer Token-Verwaltung, bevor Sie den Token benutzen.`,
    password: `Guten Tag {givenname} {surname},

Ihr Token wurde als verloren gemeldet und ist gesperrt. Bis {until} ersetzt dieses Passwort seine Codes:

{secret}

Geben Sie bei der Anmeldung als {username} zuerst die PIN Ihres verlorenen Tokens ein und direkt dahinter, ohne Leerzeichen, das Passwort. Hatte Ihr Token keine PIN, geben Sie nur das Passwort ein.

Behalten Sie das Passwort für sich und vernichten Sie diesen Brief, sobald Sie Ihren neuen Token haben. War dieser Brief geöffnet, als er Sie erreichte, sagen Sie es sofort Ihrer Token-Verwaltung.`,
  },
};

/** The text of a letter with everything filled in but the secret. */
export function letterText(
  kind: LetterKind,
  language: LetterLanguage,
  template: string | undefined,
  facts: LetterFacts,
): string {
  const { until, at } = facts;
  return replaceTags(template ?? defaults[language][kind], tags, {
    secret: secretMark,
    givenname: facts.givenName,
    surname: facts.surname,
    username: facts.username,
    realm: facts.realm,
    serial: facts.serial,
    date: dayOf(at, language),
    until: until === undefined ? '' : momentOf(until, language),
  }).replace(/[ \t]+(?=[,\n])/g, '');
}

/** Throws when a text could never make a letter: it does not tell the secret, or has a tag that nothing replaces. */
export function assertLetterText(setting: string, text: string): void {
  const unknown = unknownTags(text, tags);
  if (unknown.length > 0) throw new WireError('parameter', `'${setting}' has an unknown tag: ${unknown.join(' ')}.`);
  if (!text.includes(secretTag)) throw new WireError('parameter', `'${setting}' must hold ${secretTag}.`);
}

/** A day as people write it, in the local time of the server. */
export function dayOf(at: Date, language: LetterLanguage): string {
  return at.toLocaleDateString(localeOf(language), { dateStyle: 'long' });
}

function momentOf(at: Date, language: LetterLanguage): string {
  return at.toLocaleString(localeOf(language), { dateStyle: 'long', timeStyle: 'short' });
}

function localeOf(language: LetterLanguage): string {
  return language === 'de' ? 'de-DE' : 'en-GB';
}
