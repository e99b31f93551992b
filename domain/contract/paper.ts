import { z } from 'zod';
import { deskActs } from '../act.ts';
import { labelBounds, pageNames } from '../paper/paper-size.ts';

/** What goes on paper, and how it gets there; what is on a sheet is drawn by the window that shows it. */
const most = 300;
const paperSize = z.strictObject({
  widthMm: z.number().min(labelBounds.least).max(most),
  heightMm: z.number().min(labelBounds.least).max(most),
});

/** The paper this desk printed on last. */
export const paperChoice = z.object({ page: z.enum(pageNames), label: paperSize });
export type PaperChoice = z.infer<typeof paperChoice>;

const paperKinds = ['receipt', 'pin-letter', 'manifest', 'shelf-label', 'token-label'] as const;
export type PaperKind = (typeof paperKinds)[number];

const receipt = z.object({
  record: z.string(),
  contentHash: z.string(),
  /** Place in the server's audit; nothing while the server has not acknowledged the record. */
  position: z.int().nullable(),
  kind: z.enum(['issued', 'refused', 'stopped', 'void', 'quarantined', ...deskActs]),
  practice: z.boolean(),
  /** The organisation's words: who it is, and whom people ask; each may be empty. */
  sender: z.string(),
  contact: z.string(),
  holder: z.object({ name: z.string(), username: z.string(), realm: z.string(), office: z.string() }).nullable(),
  token: z.object({ serial: z.string(), model: z.string() }).nullable(),
  recordedAt: z.string(),
  controller: z.string(),
  /** Where it was done. */
  place: z.string(),
  /** What the person read when they acknowledged it. */
  language: z.string().nullable(),
});
export type ReceiptFacts = z.infer<typeof receipt>;

export const paperChannels = {
  'paper/receipt': { request: z.object({ id: z.string().max(64) }), reply: receipt },
  /** Prints the sheets that the window shows, by the system's own dialog; not printed when the person cancels it. */
  'paper/print': { request: z.object({ size: paperSize }), reply: z.object({ printed: z.boolean() }) },
  /** Writes them as PDF where the person says. `subject` makes the file's name. */
  'paper/save': {
    request: z.object({
      kind: z.enum(paperKinds),
      subject: z.string().regex(/^[\w-]{0,64}$/),
      size: paperSize,
    }),
    reply: z.object({ saved: z.boolean() }),
  },
} as const;
