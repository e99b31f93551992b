import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaperSize } from '../../domain/paper/paper-size.ts';
import { Sheets } from './sheet.tsx';

const pixelsPerMm = 96 / 25.4;
const smallest = 0.3;

interface Room {
  readonly width: number;
  readonly height: number;
}

/** A page is as wide as there is room, and no larger than it is; a label large enough to read, and seen as a whole. */
function scaleIn({ width, height }: Room, { widthMm, heightMm }: PaperSize): number {
  const wide = width / (widthMm * pixelsPerMm);
  if (widthMm > 150) return Math.max(smallest, Math.min(1, wide));
  return Math.max(1, Math.min(3, wide, height / (heightMm * pixelsPerMm)));
}

interface PreviewProps {
  readonly size: PaperSize;
  readonly language: string;
  readonly children: ReactNode;
}

/** The sheets as they will be printed, on the window's ground, as wide as there is room. */
export function Preview({ size, language, children }: PreviewProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Room>({ width: 0, height: 0 });
  useEffect(() => {
    const shown = place.current;
    if (shown === null) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setRoom({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    watch.observe(shown);
    return () => watch.disconnect();
  }, []);
  const scale = scaleIn(room, size);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section ref={place} className="paper-preview" aria-label={t('paper.preview')} tabIndex={0}>
      {room.width > 0 && (
        <Sheets size={size} language={language} scale={scale}>
          {children}
        </Sheets>
      )}
    </section>
  );
}
