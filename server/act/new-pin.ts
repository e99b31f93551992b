import { randomBytes } from 'node:crypto';
import { drawPin } from '../../domain/policy/random-pin.ts';
import { keepPin } from '../check/kept-pin.ts';
import type { Installation } from '../installation.ts';
import type { PinToDraw } from '../policy/rules.ts';
import type { Person } from '../store/people.ts';
import { WireError } from '../wire/wire-error.ts';
import type { RequestFacts } from './request-facts.ts';

/** A PIN as it is to be kept for this person's token; nothing for no PIN. */
export async function keptPinOf(
  { keys, rules }: Installation,
  facts: RequestFacts,
  about: Person | undefined,
  pin: string | undefined,
): Promise<string | null> {
  if (!pin) return null;
  if (pin.length > 200)
    throw new WireError('parameter', 'A PIN has at most 200 characters.', {
      reason: 'pin-long',
      values: { most: 200 },
    });
  const bytes = Buffer.from(pin);
  try {
    return await keepPin(keys.storeKey, bytes, await rules.pinStorage(facts, about));
  } finally {
    bytes.fill(0);
  }
}

/** A random PIN as its policy wants it; the caller tells it once, or to nobody. */
export function randomPin({ length, contents }: PinToDraw): string {
  const pin = drawPin(randomBytes, length, contents);
  try {
    return Buffer.from(pin.reveal()).toString('latin1');
  } finally {
    pin.wipe();
  }
}
