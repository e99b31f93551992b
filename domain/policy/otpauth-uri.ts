import { base32 } from '../otp/base32.ts';
import type { OtpHash } from '../otp/hotp.ts';
import type { TokenLabel } from './token-label.ts';

/** What an authenticator app needs to know of a credential. */
export interface AppCredential {
  readonly type: 'hotp' | 'totp';
  readonly serial: string;
  readonly hash: OtpHash;
  readonly digits: number;
  readonly periodSeconds: number;
  /** What an app that makes its own part of the seed has to know. */
  readonly twoStep?: Readonly<Record<string, number>> | undefined;
}

/** How the app shows it. */
interface Named extends Omit<TokenLabel, 'policies' | 'image'> {
  readonly image?: string | undefined;
}

/** The longest label and secret together that QR codes of privacyIDEA carry; so much of the label stays in any case. */
const longest = 180;
const leastLabel = 20;

/**
 * The URI for an authenticator app, member for member as privacyIDEA writes it. HOTP starts at counter 1 there while
 * the server expects 0: its window takes that up. It holds the seed, so it belongs in no log.
 */
export function otpauthUri(seed: Uint8Array, credential: AppCredential, named: Named): string {
  const { type, hash, digits, periodSeconds, serial, twoStep = {} } = credential;
  const secret = base32(seed);
  const room = Math.max(leastLabel, longest - `otpauth://${type}/?secret=${secret}&counter=1`.length);
  const label = [...named.label].slice(0, room).join('');
  const members = [
    `secret=${secret}`,
    type === 'hotp' ? 'counter=1' : '',
    hash === 'sha1' ? '' : `algorithm=${hash.toUpperCase()}`,
    type === 'totp' ? `period=${periodSeconds}` : '',
    `digits=${digits}`,
    'creator=privacyidea',
    `issuer=${quote(named.issuer)}`,
    `serial=${quote(serial)}`,
    ...Object.entries(twoStep).map(([name, value]) => `${name}=${value}`),
    named.image === undefined ? '' : `image=${quote(named.image)}`,
  ];
  return `otpauth://${type}/${quote(label)}?${members.filter((member) => member !== '').join('&')}`;
}

/** The older form of the same for the app OATH Token. */
export function oathtokenUri(seed: Uint8Array, credential: Pick<AppCredential, 'type'>, label: string): string {
  const key = [...seed].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const timed = credential.type === 'totp' ? '&timeBased=true' : '';
  return `oathtoken:///addToken?name=${quote(label)}&lockdown=true&key=${key}${timed}`;
}

/** Percent-encoding as Python's `quote` does it: the slash stays. */
function quote(text: string): string {
  return encodeURIComponent(wellFormed(text))
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/');
}

/** Half a character, which cutting elsewhere can leave, cannot be encoded. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
