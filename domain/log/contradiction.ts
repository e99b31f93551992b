/**
 * What a station may find when it holds the server's log against what it keeps: the log is shorter than it was, goes on
 * from something else, is signed by another key, has another entry where the station has a receipt, or none.
 */
export const contradictionKinds = ['rolled back', 'forked', 'key changed', 'entry changed', 'entry missing'] as const;
export type ContradictionKind = (typeof contradictionKinds)[number];

/** Found by a station and kept as evidence, with what was decided about it. */
export interface Contradiction {
  readonly id: string;
  readonly station: string;
  readonly what: ContradictionKind;
  /** The signed thing that the station had: a checkpoint's note, or a receipt as JSON. */
  readonly kept: string;
  /** What the server showed instead: a note, or the entry as JSON; may be empty. */
  readonly offered: string;
  readonly foundAt: string;
  readonly settled: { readonly at: string; readonly by: string; readonly reason: string } | null;
}
