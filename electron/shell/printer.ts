import type { BrowserWindow, WebContents } from 'electron';
import type { PaperSize } from '../../domain/paper/paper-size.ts';
import type { Printed, Printer } from '../../domain/paper/printing.ts';
import { askedPage, giveExactSize } from './exact-page-size.ts';

const micronsPerMm = 1000;

/** Prints what the window shows as its print style says: sheets without margins, since each sheet draws its own. */
export function windowPrinter(window: () => BrowserWindow | undefined): Printer {
  const contents = (): WebContents | undefined => {
    const shown = window();
    return shown === undefined || shown.isDestroyed() ? undefined : shown.webContents;
  };
  return {
    print: async (size) => {
      const shown = contents();
      return shown === undefined ? 'failed' : printed(shown, size);
    },
    draw: async (size) => {
      const pdf = await contents()?.printToPDF({
        printBackground: true,
        margins: { top: 0, bottom: 0, left: 0, right: 0 },
        pageSize: askedPage(size),
      });
      if (pdf !== undefined) giveExactSize(pdf, size);
      return pdf;
    },
  };
}

function printed(contents: WebContents, { widthMm, heightMm }: PaperSize): Promise<Printed> {
  return new Promise((resolve) => {
    contents.print(
      {
        silent: false,
        printBackground: true,
        margins: { marginType: 'none' },
        pageSize: { width: Math.round(widthMm * micronsPerMm), height: Math.round(heightMm * micronsPerMm) },
      },
      (success, reason) => resolve(success ? 'printed' : outcomeOf(reason)),
    );
  });
}

/** Electron tells the reason in words: 'Print job canceled', 'Failed to enumerate printers', 'No printers available'. */
function outcomeOf(reason: string): Printed {
  if (/cancel/i.test(reason)) return 'cancelled';
  console.error(`print: ${reason}`);
  return /printers/i.test(reason) ? 'no printer' : 'failed';
}
