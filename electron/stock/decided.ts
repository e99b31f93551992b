import { KeydeskError } from '../../domain/failure.ts';
import { textHash } from '../../domain/record-text.ts';
import type { TokenSerial } from '../../domain/token.ts';

/** What was decided about some of what differs: those named, or all that were shown but those named. */
export type Decision = readonly string[] | { readonly allBut: readonly string[]; readonly shown: string };

/** Names a list as it was shown, so that `all` means these and no others. */
export function shownAs(serials: readonly TokenSerial[]): string {
  return textHash([...serials].sort().join(' '));
}

/** Those that a decision is about, which are still as they were shown. */
export function decidedAmong(decision: Decision, all: readonly TokenSerial[]): readonly TokenSerial[] {
  const isAllBut = 'allBut' in decision;
  if (isAllBut && decision.shown !== shownAs(all)) throw new KeydeskError('stock/differs-now', {});
  const named = new Set(isAllBut ? decision.allBut : decision);
  mustBeAmong([...named], all);
  return all.filter((serial) => named.has(serial) !== isAllBut);
}

/** What was decided on is still as it was shown. */
export function mustBeAmong(some: readonly string[], all: readonly TokenSerial[]): void {
  const known = new Set<string>(all);
  const other = some.find((serial) => !known.has(serial));
  if (other !== undefined) throw new KeydeskError('stock/changed', { serial: other });
}
