import type { Attached } from '../attached.ts';
import type { EmulatedToken } from './token.ts';

/** Sockets for emulated tokens, which the watcher sees beside the real ones. */
export interface EmulatedPort {
  /** Powers the token up and gives the name of its presence. */
  plugIn(token: EmulatedToken, options?: { readonly practice?: boolean }): string;
  /** Cuts the power, in the middle of whatever happens. Without a presence: of all. */
  pullOut(presence?: string): void;
  attached(): readonly Attached[];
  token(presence: string): EmulatedToken | undefined;
  /** Returns the function that stops listening. */
  onChange(listener: () => void): () => void;
}
