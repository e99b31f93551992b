import { base32 } from '../../domain/otp/base32.ts';
import type { OtpHash } from '../../domain/otp/hotp.ts';
import { qrPairingAddress } from '../../domain/otp/qr-address.ts';
import { oathtokenUri, otpauthUri } from '../../domain/policy/otpauth-uri.ts';
import type { CredentialType } from '../store/credential-type.ts';
import { qrPicture } from '../wire/qr-picture.ts';

/** What an enrolment tells of the token, in privacyIDEA's members. */
export interface Enrolled {
  readonly serial: string;
  readonly type: CredentialType;
  readonly seed: Uint8Array;
  readonly otpLength: number;
  readonly hash: OtpHash;
  readonly timeStep: number;
  readonly label: string;
  readonly issuer: string;
  readonly image: string | undefined;
  /** Of an OCRA token. */
  readonly suite?: string | undefined;
  /** Where the app of a QR token tells that it is paired. */
  readonly url?: string | undefined;
  /** A password that was drawn here, and that nobody knows yet. */
  readonly isDrawn: boolean;
  /** How far the enrolment is. */
  readonly rolloutState: string;
  /** What the app has to know to make its part of the seed. */
  readonly twoStep?: Readonly<Record<string, number>> | undefined;
}

/**
 * The detail of `POST /token/init`: the key once more, and for authenticator apps as addresses and pictures. Of what
 * nobody but the server needs, nothing is told.
 */
export function enrolmentDetail(enrolled: Enrolled): Readonly<Record<string, unknown>> {
  const { serial, type, seed, hash, otpLength, timeStep, issuer, image, isDrawn, rolloutState, twoStep } = enrolled;
  const app = { serial, hash, digits: otpLength, periodSeconds: timeStep, twoStep };
  const label = enrolled.label || serial;
  const named = { label, issuer, image };
  const plain = { serial, rollout_state: rolloutState };
  switch (type) {
    case 'sms':
    case 'email':
    case 'spass':
      return plain;
    case 'pw':
      return isDrawn ? { ...plain, password: Buffer.from(seed).toString('latin1') } : plain;
    case 'registration':
      return { ...plain, registrationcode: Buffer.from(seed).toString('latin1') };
    case 'yubikey':
      return { serial, otpkey: withKey(seed.subarray(0, 16), (hex) => shown('OTP seed', `seed://${hex}`)) };
    case 'qr':
    case 'ocra':
      return { ...plain, ...ocraDetail(enrolled) };
    case 'hotp':
    case 'totp':
      return withKey(seed, (hex, key) => ({
        ...plain,
        ...twoStep,
        otpkey: { ...shown('OTP seed', `seed://${hex}`), value_b32: base32(key) },
        googleurl: shown('URL for google Authenticator', otpauthUri(seed, { ...app, type }, named)),
        oathurl: shown('URL for OATH token', oathtokenUri(seed, { type }, label)),
      }));
  }
}

/** An app is paired by its picture; another token gets suite and key by hand. */
function ocraDetail({ serial, type, seed, suite = '', url }: Enrolled): Readonly<Record<string, unknown>> {
  const key = withKey(seed, (hex) => ({ ocrasuite: suite, otpkey: shown('OTP seed', `seed://${hex}`) }));
  if (type === 'ocra') return key;
  return { ...key, ocraurl: shown('URL for the app of the QR token', qrPairingAddress({ serial, suite, seed, url })) };
}

function withKey<T>(seed: Uint8Array, use: (hex: string, key: Uint8Array) => T): T {
  const key = Buffer.from(seed);
  try {
    return use(key.toString('hex'), key);
  } finally {
    key.fill(0);
  }
}

function shown(description: string, value: string) {
  return { description, value, img: qrPicture(value) };
}
