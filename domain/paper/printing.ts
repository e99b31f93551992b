import type { PaperSize } from './paper-size.ts';

/** What came of the system's print dialog. */
export type Printed = 'printed' | 'cancelled' | 'no printer' | 'failed';

/** What puts the sheets of the window on paper of exactly this size. */
export interface Printer {
  print(size: PaperSize): Promise<Printed>;
  /** As PDF; nothing when it cannot be drawn. The bytes are the caller's to wipe: what is on a sheet may be secret. */
  draw(size: PaperSize): Promise<Uint8Array | undefined>;
}
