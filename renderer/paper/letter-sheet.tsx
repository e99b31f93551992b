import type { CSSProperties } from 'react';
import {
  type LetterParts,
  letterPlaces,
  letterType,
  mostRecipientLines,
  secretMark,
  secretType,
} from '../../domain/paper/letter.ts';
import { type PaperSize, pages } from '../../domain/paper/paper-size.ts';
import { SecretText } from '../controls/secret-text.tsx';
import type { Language } from '../i18n/i18n.ts';
import { fittingSize } from './fit.ts';
import './letter.css';
import { Sheet } from './sheet.tsx';

interface LetterProps {
  readonly parts: LetterParts;
  readonly language: Language;
  readonly secret: Uint8Array;
  readonly size: PaperSize;
}

const mm = (length: number): string => `${length}mm`;

/** A letter that tells a secret, for a window envelope: of A4 a DL one (DIN 5008 B), of Letter a No. 10. */
export function LetterSheet({ parts, language, secret, size }: LetterProps) {
  const places = letterPlaces[size.heightMm === pages.letter.heightMm ? 'letter' : 'a4'];
  const { date, subject, text } = parts.texts[language];
  const at = { left: mm(places.left), width: mm(places.width) };
  const line = { fontSize: `${letterType.recipient}pt`, lineHeight: `${letterType.recipientLine}pt` };
  const body: CSSProperties = { top: mm(places.body), left: mm(places.left), right: mm(places.right) };
  return (
    <Sheet className="letter-sheet" label={subject}>
      {places.folds.map((fold) => (
        <hr key={fold} style={{ top: mm(fold) }} />
      ))}
      <p className="one-line" style={{ ...at, top: mm(places.sender), fontSize: `${letterType.sender}pt` }}>
        {parts.sender}
      </p>
      <div style={{ ...at, ...line, top: mm(places.recipient) }}>
        {parts.recipient.slice(0, mostRecipientLines).map((one) => (
          <p key={one} className="one-line">
            {one}
          </p>
        ))}
      </div>
      <p
        className="letter-date"
        style={{ ...body, ...line, top: `calc(${mm(places.body)} - ${2 * letterType.recipientLine}pt)` }}
      >
        {date}
      </p>
      <div className="letter-body" style={{ ...body, fontSize: `${textSize(text, size, places)}pt` }}>
        <h2 style={{ fontSize: `${letterType.subject}pt` }}>{subject}</h2>
        {text.split(/\n\s*\n/).map((paragraph, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a paragraph is its place
          <Paragraph key={place} text={paragraph.trim()} secret={secret} />
        ))}
      </div>
    </Sheet>
  );
}

/** The server's pen goes on to a second page with a long text of the organisation's own; a sheet takes smaller type. */
function textSize(text: string, { widthMm, heightMm }: PaperSize, places: (typeof letterPlaces)['a4']): number {
  const room = { widthMm: widthMm - places.left - places.right, heightMm: heightMm - places.body - 40 };
  return fittingSize(text, { ...room, largest: letterType.text, smallest: 6 });
}

/** One that is nothing but the mark is the secret in a box, in a type that tells 0 from O and 1 from l. */
function Paragraph({ text, secret }: { readonly text: string; readonly secret: Uint8Array }) {
  if (text === secretMark) {
    return (
      <p className="letter-secret" style={{ fontSize: `${secretType(secret.length)}pt` }}>
        <SecretText secret={secret} className="mono" />
      </p>
    );
  }
  return (
    <p>
      {text.split(secretMark).flatMap((part, place) => [
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
        ...(place === 0 ? [] : [<SecretText key={place} secret={secret} className="mono" />]),
        part,
      ])}
    </p>
  );
}
