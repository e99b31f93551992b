import './token-drawing.css';

export type TokenState = 'absent' | 'plugged' | 'writing' | 'touch' | 'proven' | 'refused';

interface TokenDrawingProps {
  readonly model: string;
  readonly state: TokenState;
  /** Of the write, 0 to 1. */
  readonly fraction?: number;
  /** What it shows in words; without, it is decoration beside words that say the same. */
  readonly label?: string;
}

/** A line drawing of the model at the edge of the computer, doing what the real one does. */
export function TokenDrawing({ model, state, fraction = 0, label }: TokenDrawingProps) {
  const form = formOf(model);
  const { body, contact } = places[form];
  const line = { x1: body.x + 10, x2: body.x + body.width - 10, y: body.y + body.height - 8 };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has a label or is hidden, one or the other
    <svg
      className="token-drawing"
      data-state={state}
      viewBox="0 0 352 140"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <clipPath id="outside">
        <rect x="40" y="0" width="320" height="140" />
      </clipPath>
      <path className="port" d="M8 2H30q10 0 10 10V44H26v52h14v32q0 10-10 10H8" />
      <g clipPath="url(#outside)">
        <g className="token">
          <Plug form={form} />
          <rect className="body" {...body} />
          {form === 'neo' && <path d="M244 56a20 20 0 0 1 0 28m8-36a32 32 0 0 1 0 44" />}
          {form !== 'nano' && <circle cx={form === 'neo' ? 276 : 262} cy="70" r="8" />}
          {form === 'nano' || form === 'generic' ? (
            <rect
              className="contact"
              x={contact.x - contact.r}
              y={70 - contact.tall}
              width={contact.r * 2}
              height={contact.tall * 2}
              rx="5"
            />
          ) : (
            <>
              <circle className="contact" cx={contact.x} cy="70" r={contact.r} />
              <circle cx={contact.x} cy="70" r={contact.r - 8} />
            </>
          )}
          {state === 'touch' && <circle className="ring" cx={contact.x} cy="70" r="36" />}
          {state === 'writing' && (
            <>
              <path className="groove" d={`M${line.x1} ${line.y}H${line.x2}`} />
              <path className="written" d={`M${line.x1} ${line.y}h${Math.max(0.01, (line.x2 - line.x1) * fraction)}`} />
            </>
          )}
          {(state === 'proven' || state === 'refused') && <Badge meaning={state} x={body.x + body.width - 6} />}
        </g>
      </g>
    </svg>
  );
}

function Plug({ form }: { readonly form: Form }) {
  if (form === 'usb-c') return <path d="M104 58H38q-8 0-8 8v8q0 8 8 8h66" />;
  if (form === 'generic') return <path d="M100 46H24v48h76M64 56h10v10H64zm0 18h10v10H64z" />;
  return <path d="M100 48H28q-6 0-6 6v32q0 6 6 6h72M52 56h34m-34 9h34m-34 10h34m-34 9h34" />;
}

function Badge({ meaning, x }: { readonly meaning: 'proven' | 'refused'; readonly x: number }) {
  return (
    <g transform={`translate(${x - 14} 20)`}>
      {meaning === 'proven' ? (
        <>
          <circle className="badge" data-meaning="proven" cx="14" cy="14" r="17" />
          <path d="m6 15 5.5 6L22 8" />
        </>
      ) : (
        <>
          <path className="badge" data-meaning="refused" d="M7-3h14l10 10v14L21 31H7L-3 21V7z" />
          <path d="m8 8 12 12m0-12L8 20" />
        </>
      )}
    </g>
  );
}

type Form = 'keychain' | 'nano' | 'neo' | 'usb-c' | 'generic';

const keychain = { body: { x: 100, y: 32, width: 190, height: 76, rx: 16 }, contact: { x: 190, r: 21, tall: 21 } };
const places: Readonly<Record<Form, typeof keychain>> = {
  keychain,
  'usb-c': keychain,
  neo: { body: { x: 100, y: 30, width: 204, height: 80, rx: 26 }, contact: { x: 186, r: 23, tall: 23 } },
  nano: { body: { x: 100, y: 40, width: 44, height: 60, rx: 8 }, contact: { x: 136, r: 5, tall: 20 } },
  generic: { body: { x: 100, y: 38, width: 184, height: 64, rx: 8 }, contact: { x: 180, r: 22, tall: 14 } },
};

function formOf(model: string): Form {
  if (/nano/i.test(model)) return 'nano';
  if (/neo/i.test(model)) return 'neo';
  if (/yubikey 5c|usb-?c/i.test(model)) return 'usb-c';
  return /yubikey|^$/i.test(model) ? 'keychain' : 'generic';
}
