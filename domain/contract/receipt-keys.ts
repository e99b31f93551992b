import { z } from 'zod';

/** A change of the key that signs receipts, as domain/log/receipt-keys.ts reads it. */
export const keyChange = z.object({
  former: z.string().max(64),
  key: z.string().max(64),
  position: z.int().min(1),
  at: z.string().max(40),
  byFormer: z.string().max(100),
  byKey: z.string().max(100),
});

/** The key that signs now, and every change before it, oldest first. */
export const receiptKeys = z.object({ key: z.string().max(64), changes: z.array(keyChange).max(1000) });
