import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { secretMark } from './letter-text.ts';

export type Paper = 'a4' | 'letter';

/** A letter that tells one secret to one person. */
export interface Letter {
  readonly paper: Paper;
  readonly language: string;
  readonly sender: string;
  /** What is read through the window: at most four lines. */
  readonly recipient: readonly string[];
  readonly date: string;
  readonly subject: string;
  /** Paragraphs parted by empty lines, with the mark where the secret stands. */
  readonly text: string;
  readonly secret: string;
  readonly at: Date;
}

const mm = 72 / 25.4;

/**
 * Where things are, so that the address shows in the window and nothing else does, however the page slides.
 *
 *   | paper  | envelope                | window seen on every position of the page           |
 *   | a4     | DL, DIN 680, DIN 5008 B | 20 to 105 mm from the left, 45 to 90 mm from the top |
 *   | letter | No. 10 single window    | 7/8 to 4 3/8 in from the left, 2.5 to 3.16 in       |
 */
const places = {
  a4: {
    size: 'A4',
    left: 25 * mm,
    sender: 55 * mm,
    address: 62.7 * mm,
    width: 75 * mm,
    body: 103 * mm,
    folds: [105 * mm, 210 * mm],
  },
  letter: { size: 'LETTER', left: 68, sender: 182, address: 193, width: 240, body: 275, folds: [264, 528] },
} as const;

const addressSize = 10;
const addressLine = 12.4;
const mostAddressLines = 4;

const fonts = createRequire(import.meta.url);
const regular = fonts.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const bold = fonts.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');
const mono = fonts.resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono-Bold.ttf');

/** The letter as a PDF. It exists in memory only; its own description names nobody and holds no secret. */
export async function drawLetter(letter: Letter): Promise<Buffer> {
  const place = places[letter.paper];
  const page = new PDFDocument({
    size: place.size,
    margins: { top: 25 * mm, bottom: 20 * mm, left: place.left, right: 20 * mm },
    lang: letter.language,
    info: { Title: letter.subject, Creator: 'Keydesk', Producer: 'Keydesk', CreationDate: letter.at },
  });
  const chunks: Buffer[] = [];
  page.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    page.on('end', resolve);
    page.on('error', reject);
  });
  page.registerFont('regular', regular).registerFont('bold', bold).registerFont('mono', mono);
  drawHead(page, letter);
  drawBody(page, letter);
  page.end();
  await ended;
  try {
    return Buffer.concat(chunks);
  } finally {
    for (const chunk of chunks) chunk.fill(0);
  }
}

function drawHead(page: PDFKit.PDFDocument, { paper, sender, recipient, date }: Letter): void {
  const { left, width, sender: senderTop, address, body, folds } = places[paper];
  const oneLine = { width, lineBreak: false, ellipsis: true } as const;
  page.font('regular').fontSize(6.5);
  if (sender !== '') page.text(sender, left, senderTop, { ...oneLine, height: 8 });
  page.fontSize(addressSize);
  recipient.slice(0, mostAddressLines).forEach((line, at) => {
    page.text(line, left, address + at * addressLine, { ...oneLine, height: addressLine });
  });
  page.text(date, left, body - 2 * addressLine, { align: 'right' });
  page.lineWidth(0.3).strokeColor('#888');
  for (const fold of folds) page.moveTo(8, fold).lineTo(20, fold).stroke();
}

function drawBody(page: PDFKit.PDFDocument, { paper, subject, text, secret }: Letter): void {
  const { left, body } = places[paper];
  page.fillColor('#000').font('bold').fontSize(11).text(subject, left, body);
  page.moveDown(1.2);
  for (const paragraph of text.split(/\n\s*\n/)) {
    if (paragraph.trim() === secretMark) drawSecret(page, secret);
    else
      page
        .font('regular')
        .fontSize(10)
        .text(
          paragraph.trim().replaceAll(secretMark, () => secret),
          { lineGap: 2 },
        );
    page.moveDown(0.8);
  }
}

/** In a box, in a type that tells 0 from O and 1 from l. */
function drawSecret(page: PDFKit.PDFDocument, secret: string): void {
  const left = page.page.margins.left;
  const width = page.page.width - left - page.page.margins.right;
  page.font('mono').fontSize(secret.length > 28 ? 12 : 20);
  const inside = { width: width - 24, align: 'center' } as const;
  const height = page.heightOfString(secret, inside) + 20;
  if (page.y + height > page.page.height - page.page.margins.bottom) page.addPage();
  const top = page.y;
  page.lineWidth(0.8).strokeColor('#000').rect(left, top, width, height).stroke();
  page.text(secret, left + 12, top + 10, inside);
  page.x = left;
  page.y = top + height;
}

/** Scripts that run from right to left: pdfkit would set their words in the wrong order. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/** Whether every sign of a text can be printed, in its order. */
export function isPrintable(text: string): boolean {
  if (text.includes(secretMark) || rightToLeft.test(text)) return false;
  const page = new PDFDocument({ autoFirstPage: false });
  page.font(regular);
  // biome-ignore lint/suspicious/noExplicitAny: the types do not know the font behind it
  const { font } = (page as any)._font;
  return [...text].every((sign) => font.hasGlyphForCodePoint(sign.codePointAt(0)));
}
