import type { TokenSerial, TokenState } from '../../../domain/token.ts';
import type { Store } from '../../store/store.ts';

/** Moves a token to a state and a shelf; one that was never seen is there from now on. */
export async function moveToken(
  store: Store,
  serial: TokenSerial,
  to: { readonly state: TokenState; readonly office: string | null; readonly model?: string },
  at: string,
): Promise<void> {
  const known = await store.tokens.find(serial);
  const { model = known?.model ?? '', state, office } = to;
  await store.tokens.put(
    { serial, model, firmware: known?.firmware ?? '', transport: known?.transport ?? 'usb', state, office },
    at,
  );
}

/** Ends every credential on a token: whoever had it can log in with it no more. */
export async function endCredentials(store: Store, serial: TokenSerial, at: string): Promise<number> {
  const living = await store.credentials.onToken(serial);
  for (const { id } of living) await store.credentials.end(id, at);
  return living.length;
}
