import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assertLetterText } from '../../server/letter/letter-text.ts';
import { type LetterWish, readLetterWish, writeLetter } from '../../server/letter/write-letter.ts';
import type { Person } from '../../server/store/people.ts';

/** Poppler reads what pdfkit wrote. */
const poppler = (program: string, pdf: Buffer, ...options: readonly string[]) =>
  execFileSync(program, [...options, '-', ...(program === 'pdftotext' ? ['-'] : [])], { input: pdf, encoding: 'utf8' });

const kim: Person = {
  ...{ id: 1, realm: 'office', resolver: 'office', username: 'kim.ole', userId: '7' },
  ...{ givenName: 'Kim', surname: 'Ōle Łąka', email: '', mobile: '', phone: '', office: 'Haus Ærø' },
};
const secret = 'aB0O1lI8';
const at = new Date('2026-11-22T10:00:00Z');
const texts: Record<string, string> = { 'letter.sender': 'Keydesk, Beispielweg 4, 10115 Berlin' };
const settings = { text: (name: string) => texts[name] };

async function letter(wish: LetterWish, content: Partial<Parameters<typeof writeLetter>[2]> = {}) {
  const made = await writeLetter(settings, wish, {
    ...{ kind: 'pin', secret, person: kim, serial: 'OATH0001', at, ...content },
  });
  expect(made.content_type).toBe('application/pdf');
  return Buffer.from(made.value, 'base64');
}

interface Word {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Every word with its place on the page, in points. */
function words(pdf: Buffer): readonly Word[] {
  const told = poppler('pdftotext', pdf, '-bbox');
  return [...told.matchAll(/<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<\/word>/g)].map(
    ([, left, top, right, bottom, text = '']) => ({
      ...{ text, left: Number(left), top: Number(top), right: Number(right), bottom: Number(bottom) },
    }),
  );
}

/** What is seen through the window wherever the page slides to, and what may be seen when it slides. */
const mm = 72 / 25.4;
const windows = {
  a4: {
    always: { left: 20 * mm, right: 105 * mm, top: 45 * mm, bottom: 90 * mm },
    ever: { left: 15 * mm, right: 115 * mm, top: 40 * mm, bottom: 95 * mm },
  },
  letter: {
    always: { left: 63, right: 315, top: 180, bottom: 228 },
    ever: { left: 0, right: 387, top: 147, bottom: 261 },
  },
} as const;

test('a program that reads PDFs is there', () => {
  expect(existsSync('/usr/bin/pdftotext'), 'apt-get install poppler-utils').toBe(true);
});

test.each(['a4', 'letter'] as const)('on %s the address is in the window and the secret is not', async (paper) => {
  const seen = words(await letter({ paper, language: 'en' }));
  const within = (
    word: Word,
    { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
  ) => word.left >= left && word.right <= right && word.top >= top && word.bottom <= bottom;
  const inside = seen.filter((word) => within(word, windows[paper].always)).map(({ text }) => text);
  expect(inside).toEqual(expect.arrayContaining(['Kim', 'Ōle', 'Łąka', 'Haus', 'Ærø']));
  const box = seen.find(({ text }) => text === secret);
  expect(box).toBeDefined();
  expect(box?.top).toBeGreaterThan(windows[paper].ever.bottom);
  const touching = seen.filter(
    ({ top, bottom }) => bottom > windows[paper].ever.top && top < windows[paper].ever.bottom,
  );
  expect(touching.map(({ text }) => text)).not.toContain(secret);
});

test.each([
  ['a4', 'de', '595.28 x 841.89', 'Sie melden sich als kim.ole mit dem Token OATH0001 an.'],
  ['letter', 'en', '612 x 792', 'you log in as kim.ole with the token OATH0001.'],
] as const)('%s in %s is one page of that size with its text', async (paper, language, size, line) => {
  const pdf = await letter({ paper, language });
  const info = poppler('pdfinfo', pdf);
  expect(info).toMatch(/Pages:\s+1\n/);
  expect(info).toContain(size);
  expect(info).not.toContain(secret);
  expect(poppler('pdftotext', pdf).replaceAll('\n', ' ')).toContain(line);
});

test('a letter about a lost token tells until when the password holds', async () => {
  const pdf = await letter(
    { paper: 'a4', language: 'de' },
    { kind: 'password', until: new Date('2026-12-02T10:00:00Z') },
  );
  const text = poppler('pdftotext', pdf).replaceAll('\n', ' ');
  expect(text).toContain('2. Dezember 2026');
  expect(text).toContain(secret);
});

test('the text is the template’s, and what a tag stands for is no template', async () => {
  texts['pinletter.text.en'] = 'For {givenname}, {unknown}.\n\n{secret}\n\nNo {date}';
  const pdf = await letter({ paper: 'a4', language: 'en' }, { person: { ...kim, givenName: '{secret}' } });
  delete texts['pinletter.text.en'];
  const text = poppler('pdftotext', pdf);
  expect(text).toContain('For {secret}, {unknown}.');
  expect(text).toContain('No 22 November 2026');
});

test.each([
  ['no font here can print', '李', '雷'],
  ['runs from right to left', 'فاطمة', 'الزهراء'],
])('a name that %s gives way to the login name', async (_, givenName, surname) => {
  const pdf = await letter({ paper: 'a4', language: 'en' }, { person: { ...kim, givenName, surname } });
  const text = poppler('pdftotext', pdf);
  expect(text).toMatch(/^kim\.ole$/m);
  expect(text).toContain('Dear kim.ole,');
});

test('a long password is set in whole', async () => {
  const long = 'Ab9!#$%&()*+,-./:;<=>?@[]^_'.repeat(4);
  const text = poppler('pdftotext', await letter({ paper: 'letter', language: 'en' }, { secret: long }));
  expect(text.replace(/\s/g, '')).toContain(long);
});

test('the paper and the language are asked for by the request', () => {
  expect(readLetterWish({})).toBeUndefined();
  expect(readLetterWish({ letter: 'A4', letter_language: 'DE' })).toEqual({ paper: 'a4', language: 'de' });
  expect(readLetterWish({ letter: 'letter' })).toEqual({ paper: 'letter', language: 'en' });
  expect(() => readLetterWish({ letter: 'a5' })).toThrow('size of the paper');
  expect(() => readLetterWish({ letter: 'a4', letter_language: 'xx' })).toThrow('en, de');
});

test('a text that tells no secret, or has an unknown tag, is refused', () => {
  expect(() => assertLetterText('pinletter.text.en', 'Hello {givenname}')).toThrow('{secret}');
  expect(() => assertLetterText('pinletter.text.en', '{secret} {pin}')).toThrow('{pin}');
  expect(() => assertLetterText('pinletter.text.en', '{secret} for {username}')).not.toThrow();
});
