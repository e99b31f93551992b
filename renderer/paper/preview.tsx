import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaperSize } from '../../domain/paper/paper-size.ts';
import { Sheets } from './sheet.tsx';

const pixelsPerMm = 96 / 25.4;
/** A page no larger than it is; a label large enough to read. */
const largest = (size: PaperSize) => (size.widthMm > 150 ? 1 : 3);
const smallest = 0.3;

interface PreviewProps {
  readonly size: PaperSize;
  readonly language: string;
  readonly children: ReactNode;
}

/** The sheets as they will be printed, on the window's ground, as wide as there is room. */
export function Preview({ size, language, children }: PreviewProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const shown = place.current;
    if (shown === null) return;
    const watch = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    watch.observe(shown);
    return () => watch.disconnect();
  }, []);
  const scale = Math.max(smallest, Math.min(largest(size), width / (size.widthMm * pixelsPerMm)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section ref={place} className="paper-preview" aria-label={t('paper.preview')} tabIndex={0}>
      {width > 0 && (
        <Sheets size={size} language={language} scale={scale}>
          {children}
        </Sheets>
      )}
    </section>
  );
}
