/** A code that a controller reads out to somebody whose token is away (Haplo's temporary code). */
const temporaryCodeDigits = 8;
export const temporaryCodeSeconds = 300;

/** How the controller knows who asks: kept with the record. There is no further way. */
export const callerProofs = [
  'known to me, in the room',
  'vouched for, in the room',
  'I called them and know the voice',
  'I called a colleague who vouches for them',
] as const;
export type CallerProof = (typeof callerProofs)[number];

/** Whether a code begun at a time is alive at another: for 300 s, and never when it was begun in the future. */
export function isAlive(begunAt: Date, now: Date): boolean {
  const age = (now.getTime() - begunAt.getTime()) / 1000;
  return age >= 0 && age < temporaryCodeSeconds;
}

/** Eight digits from a source of whole numbers below a bound, each as likely as the other. */
export function drawTemporaryCode(below: (bound: number) => number): string {
  return String(below(10 ** temporaryCodeDigits)).padStart(temporaryCodeDigits, '0');
}

/** What was typed with everything but digits left out; nothing when it is too short to be looked at (Haplo: six digits). */
export function typedDigits(typed: string): string | undefined {
  const digits = typed.replace(/\D/g, '');
  return digits.length >= 6 ? digits : undefined;
}
