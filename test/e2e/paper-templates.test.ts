import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createElement } from 'react';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReceiptFacts } from '../../domain/contract/paper.ts';
import { secretMark } from '../../domain/paper/letter.ts';
import { labels, type PaperSize, pageNames, pages } from '../../domain/paper/paper-size.ts';
import { readReceiptCode } from '../../domain/paper/receipt-code.ts';
import { readScan } from '../../domain/stock/scan.ts';
import { ShelfLabelSheet, TokenLabelSheet } from '../../renderer/paper/label-sheets.tsx';
import { LetterSheet } from '../../renderer/paper/letter-sheet.tsx';
import { ManifestSheets } from '../../renderer/paper/manifest-sheets.tsx';
import { ReceiptSheet } from '../../renderer/paper/receipt-sheet.tsx';
import { drawLetter } from '../../server/letter/draw-letter.ts';
import { type PaperJob, printToFolder } from './paper-pdf.ts';

/*
 * Every template is printed as the desk prints it, at every size, in both languages, with ordinary and with the longest
 * names; then Poppler measures and reads the PDFs, and zbar the codes in pictures of them.
 */
const languages = ['en', 'de'] as const;
const sizes = { ...pages } as const;
const roll: readonly PaperSize[] = [...labels, { widthMm: 57.5, heightMm: 31.7 }, { widthMm: 29, heightMm: 90 }];

const facts: ReceiptFacts = {
  record: '0123456789abcdef0123456789abcdef',
  contentHash: 'fedcba9876543210'.repeat(4),
  position: 90411,
  kind: 'issued',
  practice: false,
  sender: 'Example Services Ltd, Token administration, Nairobi',
  contact: 'Grace Wanjiru, room 2.14, 0134\nAt night: 0000',
  holder: { name: 'Amara Okafor', username: 'amara.okafor', realm: 'office', office: 'Nairobi' },
  token: { serial: '32010451', model: 'YubiKey 5 NFC' },
  recordedAt: '2026-11-22T12:30:00.000Z',
  controller: 'Maria Koch',
  place: 'Desk 1',
  language: 'en',
};
const words = (count: number, length: number) =>
  Array.from({ length: count }, (_, at) =>
    `${String(at).padStart(3, '0')}${'Xy'.repeat(length)}`.slice(0, length),
  ).join(' ');
const longest: ReceiptFacts = {
  ...facts,
  position: null,
  sender: words(16, 12).slice(0, 200),
  contact: words(250, 8).slice(0, 2000),
  holder: {
    name: words(14, 14).slice(0, 200),
    username: 'm'.repeat(200),
    realm: 'r'.repeat(100),
    office: 'W'.repeat(200),
  },
  controller: 'C'.repeat(200),
  place: 'P'.repeat(100),
};
const foreign: ReceiptFacts = {
  ...facts,
  holder: { name: 'Łucja Ōno 王小明 שרה', username: 'x', realm: 'y', office: '' },
};
const practice: ReceiptFacts = { ...facts, practice: true, position: null };

const tokens = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    serial: String(18_000_000 + at * 7919),
    model: `YubiKey 5 ${at % 2 ? 'NFC' : 'Nano'}`,
  }));
const shipment = {
  id: 'a1b2c3d4'.repeat(4),
  from: { name: 'Head office' },
  to: { name: words(14, 14).slice(0, 200) },
  sentAt: '2026-11-22T12:30:00.000Z',
  controller: 'Maria Koch',
};
const shelf = {
  office: words(14, 14).slice(0, 200),
  models: [
    { model: 'YubiKey 5 NFC', count: 112 },
    { model: 'YubiKey 5C Nano', count: 7 },
  ],
  at: new Date('2026-11-22T12:00:00Z'),
};
const label = { serial: '3201045199', model: 'YubiKey 5C Nano FIPS', office: shelf.office };

const letterText = {
  date: '22 November 2026',
  subject: 'The PIN of your token',
  text: `Dear Kim Ole Hansen,\n\nthis is its PIN:\n\n${secretMark}\n\nDestroy this letter.`,
};
const letter = {
  sender: 'Keydesk, Beispielweg 4, 10115 Berlin',
  recipient: ['Hansen', 'Oslo'],
  texts: { en: letterText, de: { ...letterText, subject: 'Die PIN' } },
};

const longText = `${words(200, 14)}\n\n${secretMark}\n\n${words(60, 14)}`;
const longLetter = { ...letter, texts: { ...letter.texts, de: { ...letterText, text: longText } } };

const nameOf = ({ widthMm, heightMm }: PaperSize) => `${widthMm}x${heightMm}`;
const jobs: readonly PaperJob[] = [
  ...Object.entries(sizes).flatMap(([page, size]) =>
    languages.flatMap((language): PaperJob[] => [
      { name: `receipt-${page}-${language}`, size, language, sheet: createElement(ReceiptSheet, { facts, size }) },
      {
        name: `longest-${page}-${language}`,
        size,
        language,
        sheet: createElement(ReceiptSheet, { facts: longest, size }),
      },
      {
        name: `manifest-${page}-${language}`,
        size,
        language,
        sheet: createElement(ManifestSheets, { facts: { ...shipment, tokens: tokens(200) }, size }),
      },
    ]),
  ),
  ...roll.flatMap((size): PaperJob[] => [
    {
      name: `shelf-${nameOf(size)}`,
      size,
      language: 'en',
      sheet: createElement(ShelfLabelSheet, { facts: shelf, size }),
    },
    {
      name: `token-${nameOf(size)}`,
      size,
      language: 'de',
      sheet: createElement(TokenLabelSheet, { facts: label, size }),
    },
  ]),
  ...pageNames.map(
    (page): PaperJob => ({
      name: `letter-${page}`,
      size: pages[page],
      language: 'en',
      sheet: createElement(LetterSheet, {
        parts: letter,
        language: 'en',
        secret: new Uint8Array(8),
        size: pages[page],
      }),
    }),
  ),
  {
    name: 'long-letter',
    size: pages.letter,
    language: 'de',
    sheet: createElement(LetterSheet, {
      parts: longLetter,
      language: 'de',
      secret: new Uint8Array(8),
      size: pages.letter,
    }),
  },
  {
    name: 'zoomed',
    size: pages.a4,
    language: 'en',
    zoom: 2,
    sheet: createElement(ReceiptSheet, { facts, size: pages.a4 }),
  },
  {
    name: 'foreign',
    size: pages.a4,
    language: 'de',
    sheet: createElement(ReceiptSheet, { facts: foreign, size: pages.a4 }),
  },
  {
    name: 'practice',
    size: pages.a4,
    language: 'de',
    sheet: createElement(ReceiptSheet, { facts: practice, size: pages.a4 }),
  },
];

let folder: string;
beforeAll(async () => {
  folder = await printToFolder(jobs);
});
afterAll(() => folder && rmSync(folder, { recursive: true, force: true }));

const file = (name: string) => join(folder, `${name}.pdf`);
const run = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8' });
/** Lines as they stand, each run of blanks as one. */
const textOf = (name: string, ...more: string[]) =>
  run('pdftotext', '-layout', ...more, file(name), '-').replace(/[ \t]+/g, ' ');
const packed = (text: string) => text.replace(/\s/g, '');

/** The page as pixels at a printer's resolution, read as a camera reads it. */
function codesOf(name: string, dotsPerInch: number): readonly string[] {
  const picture = join(folder, name);
  run('pdftoppm', '-r', String(dotsPerInch), '-png', '-singlefile', file(name), picture);
  return run('zbarimg', '--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', `${picture}.png`).trim().split('\n');
}

interface Word {
  readonly text: string;
  readonly box: readonly [xMin: number, yMin: number, xMax: number, yMax: number];
}

function wordsOf(name: string): readonly Word[] {
  const found = run('pdftotext', '-bbox', file(name), '-').matchAll(
    /xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g,
  );
  return [...found].map(([, ...of]) => ({
    text: of[4] ?? '',
    box: [Number(of[0]), Number(of[1]), Number(of[2]), Number(of[3])],
  }));
}

test.each(jobs)('$name has pages of exactly its size, and every word on them', ({ name, size }) => {
  const points = (mm: number) => Number(((mm * 72) / 25.4).toFixed(2));
  const [, width, height] = /Page size: +([\d.]+) x ([\d.]+) pts/.exec(run('pdfinfo', file(name))) ?? [];
  expect([Number(width), Number(height)]).toEqual([points(size.widthMm), points(size.heightMm)]);
  const margin = 3;
  for (const { text, box } of wordsOf(name)) {
    const isInside =
      box[0] > margin && box[2] < points(size.widthMm) - margin && box[3] < points(size.heightMm) - margin;
    expect(isInside, `${text} at ${box}`).toBe(true);
  }
});

describe.each(languages)('a receipt in %s', (language) => {
  const says = {
    en: [
      'This token belongs to',
      'Never tell anybody a code',
      'Never write on the token',
      '22 November 2026',
      'Confirmed, entry 90411',
    ],
    de: [
      'Dieser Token gehört',
      'Verraten Sie niemandem einen Code',
      'Schreiben Sie nie auf den Token',
      '22. November 2026',
      'Bestätigt, Eintrag 90411',
    ],
  };
  test.each(Object.keys(sizes))('tells on one page of %s whose token it is, the rules and whom to ask', (page) => {
    const text = textOf(`receipt-${page}-${language}`);
    for (const part of says[language]) expect(text).toContain(part);
    for (const part of [
      facts.sender,
      'Amara Okafor',
      'Maria Koch',
      'Desk 1',
      'Grace Wanjiru, room 2.14, 0134',
      'YubiKey 5 NFC',
    ])
      expect(text).toContain(part);
    expect(packed(text)).toContain('32010451');
    expect(packed(text)).toContain(facts.contentHash.slice(0, 32));
    expect(text.split('\f')).toHaveLength(2);
  });

  test.each(Object.keys(sizes))(
    'holds the longest names and the longest contact text whole on one page of %s',
    (page) => {
      const name = `longest-${page}-${language}`;
      const text = textOf(name);
      expect(text.split('\f')).toHaveLength(2);
      for (const part of [
        longest.contact,
        longest.sender,
        longest.holder?.name ?? '',
        'W'.repeat(200),
        'C'.repeat(200),
        'P'.repeat(100),
      ])
        expect(packed(text)).toContain(packed(part));
      const found = wordsOf(name);
      const lastOfContact = found.filter(({ text: word }) => word === longest.contact.split(' ').at(-1)).at(-1);
      const proof = found.find(({ text: word }) => word.startsWith(language === 'en' ? 'proves' : 'beweist'));
      expect(lastOfContact?.box[3] ?? Number.NaN).toBeLessThan(proof?.box[1] ?? 0);
    },
  );

  test.each(Object.keys(sizes))('has a code on %s that a reader reads from a print of 200 dots an inch', (page) => {
    const [code = ''] = codesOf(`receipt-${page}-${language}`, 200);
    expect(readReceiptCode(code)).toEqual({ record: facts.record, contentHash: facts.contentHash, position: 90411 });
    const [waiting = ''] = codesOf(`longest-${page}-${language}`, 200);
    expect(readReceiptCode(waiting)).toEqual({ record: facts.record, contentHash: facts.contentHash });
  });
});

test('a receipt is the same however large the window shows its own things', () => {
  expect(wordsOf('zoomed')).toEqual(wordsOf('receipt-a4-en'));
});

test('a receipt has names of every script as they are', () => {
  expect(textOf('foreign')).toContain('Łucja Ōno 王小明');
  expect(textOf('foreign')).toContain('שרה');
});

test('a practice receipt says that it is none', () => {
  expect(textOf('practice')).toContain('Übung: nicht gültig');
});

test('nothing of the window but the sheets is printed', () => {
  for (const { name } of jobs) expect(textOf(name), name).not.toContain('beside');
});

describe.each(pageNames)('a letter on %s', (page) => {
  test('has everything where the server has it in its PDF, so that the address is in the window', async () => {
    const { subject, date, text } = letterText;
    const { sender, recipient } = letter;
    const at = new Date('2026-11-22T12:00:00Z');
    const drawn = await drawLetter({
      paper: page,
      language: 'en',
      sender,
      recipient,
      date,
      subject,
      text,
      secret: 'x',
      at,
    });
    writeFileSync(file('server'), drawn);
    const placeOf = (name: string, word: string) => {
      const [left = Number.NaN, top = Number.NaN, , bottom = Number.NaN] =
        wordsOf(name).find(({ text: found }) => found === word)?.box ?? [];
      return { left, middle: (top + bottom) / 2 };
    };
    const millimetre = 72 / 25.4;
    for (const word of ['Keydesk,', 'Hansen', 'Oslo', 'The']) {
      const [desk, server] = [placeOf(`letter-${page}`, word), placeOf('server', word)];
      expect(Math.abs(desk.left - server.left), `${word}, left`).toBeLessThan(millimetre / 2);
      expect(Math.abs(desk.middle - server.middle), `${word}, top`).toBeLessThan(millimetre);
    }
  });
});

test('a letter whose text is the organisation’s own and long is whole on its page', () => {
  const text = textOf('long-letter');
  expect(packed(text)).toContain(packed(words(200, 14)));
  expect(packed(text)).toContain(packed(words(60, 14)));
});

describe.each(Object.keys(sizes))('a manifest of 200 tokens on %s', (page) => {
  const sheets = () => textOf(`manifest-${page}-en`).split('\f').slice(0, -1);

  test('names every token once, in its order', () => {
    const listed = sheets().flatMap((text) =>
      [...text.matchAll(/^ *\d+ +(\d{4}) ?(\d{4}) +YubiKey/gm)].map(([, a, b]) => `${a}${b}`),
    );
    expect(listed).toEqual(tokens(200).map(({ serial }) => serial));
  });

  test('repeats its head and says which page of how many each is', () => {
    const all = sheets();
    expect(all.length).toBeGreaterThan(5);
    all.forEach((text, at) => {
      expect(text).toContain('Shipment of 200 tokens');
      expect(text).toContain('Head office');
      expect(packed(text)).toContain(shipment.id);
      expect(text).toContain(`Page ${at + 1} of ${all.length}`);
    });
  });

  test('is signed on its last page, below a token', () => {
    const all = sheets();
    expect(all.map((text) => text.includes('Signature'))).toEqual(all.map((_, at) => at === all.length - 1));
    expect(all.at(-1)).toContain('YubiKey');
  });

  test('holds the longest name of an office, in German too', () => {
    const first = textOf(`manifest-${page}-de`, '-l', '1', '-x', '0', '-y', '0', '-W', '10000', '-H', '10000');
    expect(first).toContain('Sendung mit 200 Token');
    for (const word of shipment.to.name.split(' ')) expect(first).toContain(word);
  });

  test('has codes that a reader reads: the number of the shipment, and the serial of each token', () => {
    const listed = [...(sheets()[0] ?? '').matchAll(/^ *\d+ +(\d{4}) ?(\d{4}) +YubiKey/gm)].map(
      ([, a, b]) => `${a}${b}`,
    );
    expect(listed.length).toBeGreaterThan(10);
    expect([...codesOf(`manifest-${page}-en`, 300)].sort()).toEqual([shipment.id, ...listed].sort());
  });
});

describe.each(roll.map(nameOf))('a label of %s mm', (size) => {
  test('names office, models and how many lie there', () => {
    const text = textOf(`shelf-${size}`);
    expect(packed(text)).toContain(packed(shelf.office));
    for (const part of ['YubiKey 5 NFC', '112', '119 tokens on 22 November 2026']) expect(text).toContain(part);
  });

  test('of a token is read by a scanner from a print of 203 dots an inch, and by eyes', () => {
    const [code = ''] = codesOf(`token-${size}`, 203);
    expect(readScan(code)).toEqual({ serial: label.serial });
    const text = packed(textOf(`token-${size}`));
    for (const part of [label.serial, label.model, label.office]) expect(text).toContain(packed(part));
  });
});
