import { Pin } from '../secret.ts';
import type { Asked } from './compile.ts';
import { anyPinContents, type PinContents, parsePinContents } from './pin-contents.ts';
import { drawText, type RandomBytes, shuffle } from './random-text.ts';
import { type Reading, readChoice, readUnion } from './read.ts';

/** Whether a new token gets a random PIN, how long, and whether it goes into a letter. */
export interface RandomPinSettings {
  readonly length: number;
  readonly letter: boolean;
  readonly policies: readonly string[];
}

/** otp_pin_random: the PIN of the request is replaced. Read for the user of the enrollment. */
export function randomPinSettings(asked: Asked): RandomPinSettings | undefined {
  const { value, policies } = readChoice(asked, 'enrollment', 'otp_pin_random');
  if (value === undefined) return undefined;
  const handling = readUnion(asked, 'enrollment', 'pinhandling');
  return { length: Number(value), letter: handling.value.has('letter'), policies: [...policies, ...handling.policies] };
}

/** otp_pin_contents for the administrator, or the person themselves, who acts: that of the type before the general one. */
export function pinContents(asked: Asked, type: string, scope: 'admin' | 'user' = 'admin'): Reading<PinContents> {
  for (const action of [`${type.toLowerCase()}_otp_pin_contents`, 'otp_pin_contents']) {
    const { value, policies } = readChoice(asked, scope, action);
    const contents = value === undefined ? undefined : parsePinContents(value);
    if (contents) return { value: contents, policies };
  }
  return { value: anyPinContents, policies: [] };
}

/** A PIN of that length that holds what the contents ask for, as far as the length has room. */
export function drawPin(random: RandomBytes, length: number, contents: PinContents): Pin {
  const needed = contents.required.slice(0, length).map((some) => drawText(random, some, 1));
  const rest = drawText(random, contents.drawnFrom, length - needed.length);
  const pin = new Uint8Array(length);
  needed.forEach((one, place) => {
    pin.set(one, place);
    one.fill(0);
  });
  pin.set(rest, needed.length);
  rest.fill(0);
  return new Pin(shuffle(random, pin));
}
