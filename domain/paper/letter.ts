import type { PageName } from './paper-size.ts';

/*
 * A letter that tells one secret to one person is written once, on the server, which fills in its text and keeps none of
 * it. Two pens draw it by the same places: the server's into the PDF of its wire, the desk's onto the sheet it shows.
 */

/** What stands for the secret in a text whose tags are filled in: no name holds this sign. */
export const secretMark = '\uE000';

/** What a letter says in one language: paragraphs parted by empty lines, with the mark where the secret stands. */
export interface LetterText {
  readonly date: string;
  readonly subject: string;
  readonly text: string;
}

/** A letter without its secret. */
export interface LetterParts {
  /** Who it comes back to; may be empty. */
  readonly sender: string;
  /** What is read through the window: at most four lines. */
  readonly recipient: readonly string[];
  readonly texts: { readonly en: LetterText; readonly de: LetterText };
}

export const mostRecipientLines = 4;

/** Where things are, in millimetres from the top and left of the page. */
interface LetterPlaces {
  readonly left: number;
  readonly right: number;
  readonly sender: number;
  readonly recipient: number;
  /** Of the recipient's lines; more is not seen through the window. */
  readonly width: number;
  readonly body: number;
  readonly folds: readonly [number, number];
}

const point = 25.4 / 72;

/**
 * So that the address shows in the window and nothing else does, however the page slides.
 *
 *   | paper  | envelope                | window seen on every position of the page           |
 *   | a4     | DL, DIN 680, DIN 5008 B | 20 to 105 mm from the left, 45 to 90 mm from the top |
 *   | letter | No. 10 single window    | 7/8 to 4 3/8 in from the left, 2.5 to 3.16 in       |
 */
export const letterPlaces: Readonly<Record<PageName, LetterPlaces>> = {
  a4: { left: 25, right: 20, sender: 55, recipient: 62.7, width: 75, body: 103, folds: [105, 210] },
  letter: {
    left: 68 * point,
    right: 20,
    sender: 182 * point,
    recipient: 193 * point,
    width: 240 * point,
    body: 275 * point,
    folds: [264 * point, 528 * point],
  },
};

/** Of the recipient and the text, in points. */
export const letterType = { sender: 6.5, recipient: 10, recipientLine: 12.4, subject: 11, text: 10 } as const;

/** The type in which a secret of so many letters stands in its box, in points: a long one stays on few lines. */
export function secretType(letters: number): number {
  return letters > 28 ? 12 : 20;
}
