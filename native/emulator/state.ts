import { z } from 'zod';
import type { SlotMemory, Slots } from './slot-memory.ts';

/** What an emulated token keeps without power, as data. It holds seeds, as a token does. */
export const emulatedState = z.strictObject({
  model: z.string(),
  serial: z.int().min(1).max(0xffffffff),
  slots: z.record(
    z.enum(['1', '2']),
    z
      .strictObject({
        configuration: z.string().regex(/^[0-9a-f]{104}$/),
        counter: z.int().min(0),
        useCounter: z.int().min(0),
      })
      .nullable(),
  ),
});
export type EmulatedState = z.infer<typeof emulatedState>;

type SlotState = EmulatedState['slots'][1];

export function stateOfSlot(slot: SlotMemory | undefined): SlotState {
  if (slot === undefined) return null;
  const configuration = Buffer.from(slot.configuration).toString('hex');
  return { configuration, counter: slot.counter, useCounter: slot.useCounter };
}

export function slotsFromState(state: EmulatedState | undefined): Slots {
  const slot = (stored: SlotState | undefined): SlotMemory | undefined =>
    stored === null || stored === undefined
      ? undefined
      : {
          configuration: new Uint8Array(Buffer.from(stored.configuration, 'hex')),
          counter: stored.counter,
          useCounter: stored.useCounter,
          session: undefined,
        };
  return { 1: slot(state?.slots[1]), 2: slot(state?.slots[2]) };
}
