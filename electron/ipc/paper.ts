import type { paperChannels } from '../../domain/contract/paper.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { receiptOf } from '../paper/receipt.ts';
import type { DeskContext, Handlers } from './context.ts';

/** What the window shows as sheets, on paper or in a file. */
export function paperHandlers(desk: DeskContext): Handlers<keyof typeof paperChannels> {
  return {
    'paper/receipt': ({ id }) => receiptOf(desk.open().ceremony.vault, id),
    'paper/print': async ({ size }) => {
      const came = await desk.printer.print(size);
      if (came === 'no printer') throw new KeydeskError('paper/no-printer');
      if (came === 'failed') throw new KeydeskError('paper/not-printed');
      return { printed: came === 'printed' };
    },
    'paper/save': async ({ kind, subject, size }) => {
      const pdf = await desk.printer.draw(size);
      if (pdf === undefined) throw new KeydeskError('paper/not-drawn');
      try {
        return { saved: await desk.files.save(`${[kind, subject].filter(Boolean).join('-')}.pdf`, pdf) };
      } finally {
        // A letter tells a PIN.
        pdf.fill(0);
      }
    },
  };
}
