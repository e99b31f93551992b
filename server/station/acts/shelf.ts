import type { TokenSerial, TokenState } from '../../../domain/token.ts';
import type { Store } from '../../store/store.ts';
import type { PhysicalToken } from '../../store/tokens.ts';

/** Moves a token to a state and a shelf; one that was never seen is there from now on. */
export async function moveToken(
  store: Store,
  serial: TokenSerial,
  to: { readonly state: TokenState; readonly office: string | null; readonly model?: string },
  at: string,
): Promise<void> {
  await store.tokens.put(moved(await store.tokens.find(serial), serial, to), at);
}

/** A token as it is once it was moved. */
export function moved(
  known: PhysicalToken | undefined,
  serial: string,
  to: { readonly state: TokenState; readonly office: string | null; readonly model?: string | undefined },
): PhysicalToken {
  const { model = known?.model ?? '', state, office } = to;
  return { serial, model, firmware: known?.firmware ?? '', transport: known?.transport ?? 'usb', state, office };
}

/** Ends every credential on a token: whoever had it can log in with it no more. */
export async function endCredentials(store: Store, serial: TokenSerial, at: string): Promise<number> {
  const living = await store.credentials.onToken(serial);
  for (const { id } of living) await store.credentials.end(id, at);
  return living.length;
}
