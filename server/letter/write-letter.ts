import type { LetterParts, LetterText } from '../../domain/paper/letter.ts';
import type { Person } from '../store/people.ts';
import type { Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import type { Paper } from './draw-letter.ts';
import {
  dayOf,
  type LetterKind,
  type LetterLanguage,
  letterLanguages,
  letterText,
  senderSetting,
  subjects,
  textSetting,
} from './letter-text.ts';

/** What letter a request asks for: `letter=a4` or `letter=letter`, and `letter_language`. */
export interface LetterWish {
  readonly paper: Paper;
  readonly language: LetterLanguage;
}

export function readLetterWish({ letter, letter_language }: Parameters): LetterWish | undefined {
  if (!letter) return undefined;
  const paper = (['a4', 'letter'] as const).find((known) => known === letter.toLowerCase());
  if (paper === undefined) throw new WireError('parameter', "'letter' must be a4 or letter: the size of the paper.");
  const language = letterLanguages.find((known) => known === (letter_language || 'en').toLowerCase());
  if (language === undefined) {
    throw new WireError('parameter', `'letter_language' must be one of ${letterLanguages.join(', ')}.`);
  }
  return { paper, language };
}

/** Whom a letter tells what. */
export interface LetterContent {
  readonly kind: LetterKind;
  readonly secret: string;
  readonly person: Person | undefined;
  readonly serial: string;
  readonly at: Date;
  readonly until?: Date | undefined;
}

/** The settings that a letter is made of. */
export interface LetterSettings {
  readonly text: (name: string) => Promise<string | undefined> | string | undefined;
}

/** A letter as a member of a reply: the PDF in the language that was asked for, and what it says without its secret. */
interface WrittenLetter {
  readonly content_type: string;
  readonly value: string;
  readonly parts: LetterParts;
}

/**
 * The member of a reply that holds a letter, once: it is made while the act is done and kept nowhere. Without a letter
 * nothing is done, so that no PIN is set that nobody can be told.
 */
export async function writeLetter(
  settings: LetterSettings,
  { paper, language }: LetterWish,
  content: LetterContent,
): Promise<WrittenLetter> {
  const { drawLetter } = await drawing();
  const parts = await partsOf(settings, content);
  const { secret, at } = content;
  const pdf = await drawLetter({ paper, language, ...parts, ...parts.texts[language], secret, at });
  try {
    return { content_type: 'application/pdf', value: pdf.toString('base64'), parts };
  } finally {
    pdf.fill(0);
  }
}

/** By the first letter: what draws it would be a tenth of the server's memory. */
const drawing = () => import('./draw-letter.ts');

async function partsOf(
  settings: LetterSettings,
  { kind, person, serial, at, until }: LetterContent,
): Promise<LetterParts> {
  const { isPrintable } = await drawing();
  const shown = (text: string) => (isPrintable(text) ? text : '');
  const username = shown(person?.username ?? '');
  const name = `${person?.givenName ?? ''} ${person?.surname ?? ''}`.trim();
  const hasName = name !== '' && isPrintable(name);
  const facts = {
    givenName: hasName ? (person?.givenName ?? '') : username,
    surname: hasName ? (person?.surname ?? '') : '',
    username,
    realm: person?.realm ?? '',
    serial,
    at,
    until,
  };
  const inLanguage = async (language: LetterLanguage): Promise<LetterText> => ({
    date: dayOf(at, language),
    subject: subjects[language][kind],
    text: letterText(kind, language, await settings.text(textSetting(kind, language)), facts),
  });
  return {
    sender: (await settings.text(senderSetting)) ?? '',
    recipient: [hasName ? name : username || serial, shown(person?.office ?? '')].filter((line) => line !== ''),
    texts: { en: await inLanguage('en'), de: await inLanguage('de') },
  };
}
