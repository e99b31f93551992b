import type { CSSProperties, ReactNode } from 'react';
import type { PaperSize } from '../../domain/paper/paper-size.ts';

interface SheetsProps {
  readonly size: PaperSize;
  readonly language: string;
  /** How large a millimetre is on the screen; paper is always true to size. */
  readonly scale?: number;
  readonly children: ReactNode;
}

/** Sheets as they leave the printer, one below the other; printing shows these and nothing else of the window. */
export function Sheets({ size, language, scale = 1, children }: SheetsProps) {
  const measures = { '--width': `${size.widthMm}mm`, '--height': `${size.heightMm}mm`, '--scale': scale };
  return (
    <div className="sheets" lang={language} style={measures as CSSProperties}>
      {children}
    </div>
  );
}

interface SheetProps {
  readonly className: string;
  readonly label: string;
  readonly children: ReactNode;
}

/** One sheet; its margins are its own padding. */
export function Sheet({ className, label, children }: SheetProps) {
  return (
    <div className="sheet-place">
      <section className={`sheet ${className}`} aria-label={label}>
        {children}
      </section>
    </div>
  );
}
