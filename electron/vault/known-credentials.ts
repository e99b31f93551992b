import type { TokenSerial } from '../../domain/token.ts';
import type { Vault } from './database.ts';
import { credentialsOn } from './server-tokens.ts';
import { readEnrolment } from './station.ts';

/** What an act says of the credentials that it is about, where a privacyIDEA server will be told: those it was last heard to have. */
export function knownCredentials(vault: Vault, token: TokenSerial): { readonly credentials?: readonly string[] } {
  if (readEnrolment(vault)?.kind !== 'privacyidea') return {};
  return { credentials: credentialsOn(vault, token).map(({ serial }) => serial) };
}
