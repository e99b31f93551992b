import type { ReactNode } from 'react';
import './token-drawing.css';

/** What the token in the hand is doing, as the drawing shows it. */
export type TokenDoing = 'missing' | 'plugged in' | 'writing' | 'touch' | 'proven' | 'refused';

interface TokenDrawingProps {
  /** The model's name; an unknown one is drawn as a plain key. */
  readonly model: string;
  readonly doing: TokenDoing;
  /** How much of the write is done, 0 to 1. */
  readonly fraction?: number;
  readonly practice?: boolean;
  /** What a screen reader says; without it the drawing is decoration beside words that say the same. */
  readonly label?: string;
}

type Form = 'a' | 'c' | 'small c' | 'nano a' | 'nano c';

function formOf(model: string): Form {
  const usbC = /(^|\s)(\d?C|USB-C)(\s|$)/i.test(model) || /5Ci/i.test(model);
  if (/nano/i.test(model)) return usbC ? 'nano c' : 'nano a';
  if (!usbC) return 'a';
  return /NFC|bio/i.test(model) ? 'c' : 'small c';
}

/** Where the body ends and where its contact is, per form; all bodies begin at 76. */
const bodies: Readonly<Record<Form, { readonly end: number; readonly half: number; readonly ring: boolean }>> = {
  a: { end: 212, half: 26, ring: true },
  c: { end: 212, half: 26, ring: true },
  'small c': { end: 172, half: 20, ring: true },
  'nano a': { end: 92, half: 22, ring: false },
  'nano c': { end: 90, half: 16, ring: false },
};

const middle = 48;

/** A line drawing of the token in front of the controller, doing what it does. */
export function TokenDrawing({ model, doing, fraction = 0, practice = false, label }: TokenDrawingProps) {
  const form = formOf(model);
  const { end, half, ring } = bodies[form];
  const done = doing === 'writing' ? Math.max(0.02, fraction) : 0;
  return (
    <svg
      className="token-drawing"
      data-doing={doing}
      data-practice={practice ? '' : undefined}
      viewBox="0 0 240 96"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <path className="port" d="M8 4v92h26V4" />
      <path className="port-mouth" d={`M34 ${middle - 20}h-16v40h16`} />
      <g className="key">
        <Plug form={form} />
        <rect className="body" x="76" y={middle - half} width={end - 76} height={half * 2} rx={form.startsWith('nano') ? 4 : 10} />
        {ring && <circle className="ring" cx={end - 18} cy={middle} r="8" />}
        <Contact form={form} />
        {doing === 'writing' && (
          <path className="progress-line" d={`M82 ${middle + half - 6}H${82 + (end - 88) * done}`} />
        )}
        <Mark doing={doing} x={end} y={middle - half} />
      </g>
    </svg>
  );
}

function Plug({ form }: { readonly form: Form }): ReactNode {
  const usbA = form === 'a' || form === 'nano a';
  return usbA ? (
    <>
      <rect className="plug" x="26" y={middle - 17} width="50" height="34" rx="2" />
      <path className="pins" d={`M32 ${middle - 9}h18m-18 6h18m-18 6h18m-18 6h18`} />
    </>
  ) : (
    <rect className="plug" x="38" y={middle - 11} width="38" height="22" rx="10" />
  );
}

function Contact({ form }: { readonly form: Form }): ReactNode {
  switch (form) {
    case 'a':
    case 'c':
      return <circle className="contact" cx="130" cy={middle} r="14" />;
    case 'small c':
      return <path className="contact" d={`M100 ${middle - 20}h28v7h-28zM100 ${middle + 13}h28v7h-28z`} />;
    case 'nano a':
      return <rect className="contact" x="84" y={middle - 16} width="8" height="32" rx="2" />;
    case 'nano c':
      return <rect className="contact" x="82" y={middle - 11} width="8" height="22" rx="2" />;
  }
}

/** The tick or the bar, at the body's far corner so that it never hides the contact. */
function Mark({ doing, x, y }: { readonly doing: TokenDoing; readonly x: number; readonly y: number }): ReactNode {
  if (doing !== 'proven' && doing !== 'refused') return null;
  return (
    <g className="mark" data-meaning={doing} transform={`translate(${x - 2} ${y + 2})`}>
      <circle r="13" />
      <path d={doing === 'proven' ? 'm-6 .5 4.5 5 8-10' : 'm-4.5-4.5 9 9m0-9-9 9'} />
    </g>
  );
}
