import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { letterPlaces, letterType, mostRecipientLines, secretMark, secretType } from '../../domain/paper/letter.ts';
import type { PageName } from '../../domain/paper/paper-size.ts';

export type Paper = PageName;

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
const sizes = { a4: 'A4', letter: 'LETTER' } as const;

const fonts = createRequire(import.meta.url);
const regular = fonts.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const bold = fonts.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');
const mono = fonts.resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono-Bold.ttf');

/** The letter as a PDF. It exists in memory only; its own description names nobody and holds no secret. */
export async function drawLetter(letter: Letter): Promise<Buffer> {
  const place = letterPlaces[letter.paper];
  const page = new PDFDocument({
    size: sizes[letter.paper],
    margins: { top: 25 * mm, bottom: 20 * mm, left: place.left * mm, right: place.right * mm },
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
  const { width, sender: senderTop, recipient: recipientTop, body, folds, ...place } = letterPlaces[paper];
  const left = place.left * mm;
  const { recipientLine } = letterType;
  const oneLine = { width: width * mm, lineBreak: false, ellipsis: true } as const;
  page.font('regular').fontSize(letterType.sender);
  if (sender !== '') page.text(sender, left, senderTop * mm, { ...oneLine, height: 8 });
  page.fontSize(letterType.recipient);
  recipient.slice(0, mostRecipientLines).forEach((line, at) => {
    page.text(line, left, recipientTop * mm + at * recipientLine, { ...oneLine, height: recipientLine });
  });
  page.text(date, left, body * mm - 2 * recipientLine, { align: 'right' });
  page.lineWidth(0.3).strokeColor('#888');
  for (const fold of folds)
    page
      .moveTo(8, fold * mm)
      .lineTo(20, fold * mm)
      .stroke();
}

function drawBody(page: PDFKit.PDFDocument, { paper, subject, text, secret }: Letter): void {
  const { left, body } = letterPlaces[paper];
  page
    .fillColor('#000')
    .font('bold')
    .fontSize(letterType.subject)
    .text(subject, left * mm, body * mm);
  page.moveDown(1.2);
  for (const paragraph of text.split(/\n\s*\n/)) {
    if (paragraph.trim() === secretMark) drawSecret(page, secret);
    else
      page
        .font('regular')
        .fontSize(letterType.text)
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
  page.font('mono').fontSize(secretType(secret.length));
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
