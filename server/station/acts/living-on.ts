import type { TokenSerial } from '../../../domain/token.ts';
import type { Credential } from '../../store/credentials.ts';
import type { Store } from '../../store/store.ts';

/** Every credential that has not ended on a token, or that nobody tied to it and that has the serial of what comes. */
export async function livingOn(store: Store, token: TokenSerial, serial: string): Promise<readonly Credential[]> {
  const onToken = await store.credentials.onToken(token);
  const same = await store.credentials.bySerial(serial);
  return same === undefined || onToken.some(({ id }) => id === same.id) ? onToken : [...onToken, same];
}
