import type { Attached } from '../attached.ts';
import type { EmulatedToken } from './token.ts';

/** Sockets for emulated tokens, which the desk sees beside the real ones. */
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

const yubico = 0x1050;

export function emulatedPort(): EmulatedPort {
  const sockets = new Map<string, { readonly token: EmulatedToken; readonly attached: Attached }>();
  const listeners = new Set<() => void>();
  let count = 0;
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  return {
    plugIn: (token, { practice = false } = {}) => {
      token.powerUp();
      count += 1;
      const presence = `emulator-${count}`;
      const attached: Attached = {
        presence,
        transport: 'emulator',
        practice,
        vendorId: yubico,
        productId: token.productId,
        open: async () => token.connect(),
      };
      sockets.set(presence, { token, attached });
      const stopListening = token.onPowerCut(() => {
        stopListening();
        sockets.delete(presence);
        changed();
      });
      changed();
      return presence;
    },
    pullOut: (presence) => {
      for (const [name, { token }] of [...sockets]) if (presence === undefined || name === presence) token.powerDown();
    },
    attached: () => [...sockets.values()].map(({ attached }) => attached),
    token: (presence) => sockets.get(presence)?.token,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
