import { type FailureCode, KeydeskError } from '../domain/failure.ts';

/**
 * What the operating systems say when a report fails, and what it means. hidapi hands on their own words: strerror on
 * Linux, FormatMessage on Windows, IOReturn numbers on macOS.
 */
const sayings: readonly (readonly [RegExp, FailureCode])[] = [
  [/permission denied|operation not permitted|access is denied|not permitted|0xe00002e2/i, 'device/not-permitted'],
  [/resource busy|being used by another|exclusive access|0xe00002c5/i, 'device/busy'],
  [
    /no such (device|file)|disconnected|not connected|does not exist|device has been closed|0xe00002c0/i,
    'device/unplugged',
  ],
  [/broken pipe|protocol error|stall|0xe000404f/i, 'device/bad-response'],
  [/timed? ?out|0xe00002d6/i, 'device/no-answer'],
  [/input\/output error|i\/o error/i, 'device/unplugged'],
];

/** The failure behind an error of the operating system. Its words are the cause, never the message. */
export function deviceError(error: unknown, context: Readonly<Record<string, string>> = {}): KeydeskError {
  if (error instanceof KeydeskError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = sayings.find(([saying]) => saying.test(text))?.[1] ?? 'device/no-answer';
  return new KeydeskError(code, context, { cause: error });
}
