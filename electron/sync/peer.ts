/** The server as sync works with it: ours, or a privacyIDEA server. */
export interface Peer {
  /** Sends what waits, oldest first; `changed` after each. */
  deliver(options: { readonly parkedToo: boolean; readonly changed: () => void }): Promise<void>;
  /** Takes over what the server knows; true when anything changed. */
  pull(): Promise<boolean>;
  close(): void;
  /** How many times the usual pause lies between two pulls: a server without versions of its lists is asked for all of them. */
  readonly pause: number;
  /** Whether it tells at once, and in few words, what a delivery changed: the board, who is next, who has which token. */
  readonly tellsEffects: boolean;
}
