import { generate } from 'lean-qr';
import { toPngDataURL } from 'lean-qr/extras/node_export';
import type { OtpHash } from '../../domain/otp/hotp.ts';
import { base32 } from '../wire/base32.ts';

/** What an enrolment tells of the token, in privacyIDEA's members. */
export interface Enrolled {
  readonly serial: string;
  readonly type: 'hotp' | 'totp' | 'yubikey';
  readonly seed: Uint8Array;
  readonly otpLength: number;
  readonly hash: OtpHash;
  readonly timeStep: number;
  readonly label: string;
  readonly issuer: string;
  readonly image: string | undefined;
}

/** The detail of `POST /token/init`: the key once more, and for authenticator apps as addresses and pictures. */
export function enrolmentDetail(enrolled: Enrolled): Readonly<Record<string, unknown>> {
  const { serial, type, seed } = enrolled;
  const key = Buffer.from(type === 'yubikey' ? seed.subarray(0, 16) : seed);
  try {
    const hex = key.toString('hex');
    const otpkey = shown('OTP seed', `seed://${hex}`);
    if (type === 'yubikey') return { serial, otpkey };
    return {
      serial,
      rollout_state: '',
      otpkey: { ...otpkey, value_b32: base32(key) },
      googleurl: shown('URL for google Authenticator', otpauthUrl(enrolled)),
      oathurl: shown('URL for OATH token', oathUrl(enrolled, hex)),
    };
  } finally {
    key.fill(0);
  }
}

function shown(description: string, value: string) {
  return { description, value, img: toPngDataURL(generate(value), { scale: 4 }) };
}

/** The address that authenticator apps read, as privacyIDEA writes it. */
function otpauthUrl({ serial, type, seed, otpLength, hash, timeStep, label, issuer, image }: Enrolled): string {
  const secret = base32(seed);
  const room = Math.max(20, 180 - `otpauth://${type}/?secret=${secret}&counter=1`.length);
  const parameters = [
    `secret=${secret}`,
    ...(type === 'hotp' ? ['counter=1'] : []),
    ...(hash === 'sha1' ? [] : [`algorithm=${hash.toUpperCase()}`]),
    ...(type === 'totp' ? [`period=${timeStep}`] : []),
    `digits=${otpLength}`,
    'creator=privacyidea',
    `issuer=${quoted(issuer)}`,
    `serial=${quoted(serial)}`,
    ...(image === undefined ? [] : [`image=${quoted(image)}`]),
  ];
  return `otpauth://${type}/${quoted([...(label || serial)].slice(0, room).join(''))}?${parameters.join('&')}`;
}

function oathUrl({ type, label, serial }: Enrolled, hex: string): string {
  const clock = type === 'totp' ? '&timeBased=true' : '';
  return `oathtoken:///addToken?name=${quoted(label || serial)}&lockdown=true&key=${hex}${clock}`;
}

/** Percent-encoded as Python's `quote` does it: the slash stays. */
function quoted(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/');
}
