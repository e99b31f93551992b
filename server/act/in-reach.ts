import type { TokenSerial } from '../../domain/token.ts';
import { outOfReach } from '../station/acts/people-acts.ts';
import type { Credential } from '../store/credentials.ts';
import type { Store } from '../store/store.ts';
import { WireError } from '../wire/wire-error.ts';

/** What lies in a box, was lost or is scrap is nobody's to give or to switch on, at a desk or over the wire. */
export async function assertInReach(store: Store, { tokenSerial, serial }: Credential): Promise<void> {
  if (tokenSerial === null) return;
  const away = await outOfReach(store, tokenSerial as TokenSerial, ['in transit', 'lost', 'scrapped']);
  if (away !== undefined) throw new WireError('tokenAdmin', `${serial} cannot be used now: ${away.reason}.`);
}
