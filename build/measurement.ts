/** One figure of `npm run bench`, with what it is held to and what it was measured against. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The bound, as the issue words it: `<= 180`. */
  readonly target: string;
  /** What the figure is a ratio to, or how it was taken. */
  readonly against: string;
  readonly met: boolean;
}
