import type { OtpHash } from '../../domain/otp/hotp.ts';
import { fromModhex } from '../../domain/otp/modhex.ts';
import type { ServerSettings } from '../settings/server-settings.ts';
import { type CredentialType, credentialTypes } from '../store/credential-type.ts';
import { newCredential } from '../store/credentials.ts';
import { isTrue, listOf, type Parameters, wholeNumber } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { readOathKey, readYubikeyKey } from './read-key.ts';
import { readOcra } from './read-ocra.ts';
import { type DrawnPassword, readPassword } from './read-password.ts';
import { readRecipient } from './read-recipient.ts';
import { type ReadSettings, readHash, readSettings } from './read-settings.ts';

export type InitType = CredentialType;

/** What a token shall be, read from the request. */
export interface InitRequest {
  readonly type: InitType;
  readonly serial: string | undefined;
  readonly seed: Uint8Array;
  readonly otpLength: number;
  readonly hash: OtpHash;
  readonly publicId: string;
  readonly timeShift: number;
  readonly settings: ReadSettings;
  readonly realms: readonly string[];
  /** Information that is set, or where it is `undefined` taken away. */
  readonly info: Readonly<Record<string, string | undefined>>;
}

/** What a type alone decides. */
export type OfType = Pick<InitRequest, 'seed' | 'otpLength'> &
  Partial<Pick<InitRequest, 'hash' | 'publicId'>> & { readonly info?: InitRequest['info'] };

/** The type of an init request; privacyIDEA's default is HOTP. */
export function initType(parameters: Parameters): InitType {
  const wanted = (parameters.type || 'hotp').toLowerCase();
  const type = credentialTypes.find((known) => known === wanted);
  if (type === undefined) throw new WireError('tokenType', `Unknown token type '${wanted.slice(0, 40)}'`);
  return type;
}

/** What is drawn here, as policies have it. */
export interface ToDraw {
  /** Bytes of the server's part, in an enrolment in two steps. */
  readonly partLength?: number | undefined;
  readonly password?: DrawnPassword | undefined;
}

/** Reads an init request, over what every new token gets; whoever asks wipes the seed. */
export function readInit(
  parameters: Parameters,
  defaults: ServerSettings['newToken'],
  toDraw: ToDraw = {},
): InitRequest {
  const type = initType(parameters);
  if (parameters.verify) throw new WireError('parameter', 'This token does not wait for a first code.');
  for (const name of ['sharedsecret', 'activationcode']) {
    if (isTrue(parameters[name])) throw new WireError('parameter', `Parameter '${name}' is not supported here.`);
  }
  const common = {
    type,
    serial: readSerial(parameters.serial),
    settings: { ...withoutLength(defaults), ...readSettings(parameters) },
    realms: listOf(parameters.tokenrealm).map((name) => name.toLowerCase()),
    timeShift: wholeNumber(parameters.timeShift, 0, 0, 86_400),
  };
  const info = readInfo(parameters, type);
  const own = {
    publicId: '',
    hash: readHash(parameters.hashlib) ?? newCredential.hash,
    ...ofType(type, parameters, defaults, toDraw),
  };
  return { ...common, ...own, settings: { ...common.settings, hash: own.hash }, info: { ...info, ...own.info } };
}

function ofType(
  type: InitType,
  parameters: Parameters,
  defaults: ServerSettings['newToken'],
  { partLength, password }: ToDraw,
): OfType {
  switch (type) {
    case 'yubikey':
      return readYubikey(parameters);
    case 'qr':
    case 'ocra':
      return readOcra(type, parameters);
    case 'pw':
    case 'spass':
    case 'registration':
      return readPassword(type, parameters, password);
    case 'sms':
    case 'email':
      return { ...readOath(withKey(parameters), defaults), info: readRecipient(type, parameters) };
    case 'hotp':
    case 'totp':
      return readOath(parameters, defaults, partLength);
  }
}

/** The server makes the codes itself, so it may as well make the key. */
function withKey(parameters: Parameters): Parameters {
  return parameters.otpkey ? parameters : { ...parameters, genkey: '1' };
}

function readOath(parameters: Parameters, defaults: ServerSettings['newToken'], partLength?: number): OfType {
  const hash = readHash(parameters.hashlib) ?? newCredential.hash;
  const otpLength = wholeNumber(parameters.otplen, defaults.otpLength, 6, 8);
  return { otpLength, seed: readOathKey(parameters, hash, partLength) };
}

function withoutLength({ countWindow, syncWindow, maxfail }: ServerSettings['newToken']): ReadSettings {
  return { countWindow, syncWindow, maxfail };
}

/** privacyIDEA's grammar of a serial. */
function readSerial(text: string | undefined): string | undefined {
  if (!text) return undefined;
  if (text.length > 80 || !/^[0-9a-zA-Z_-]+$/.test(text)) {
    throw new WireError('parameter', 'Invalid serial number. Must comply to [0-9a-zA-Z\\-_]+.');
  }
  return text;
}

/** The seed is the key, and the private id behind it when it is known: the first code is bound to it then. */
function readYubikey(parameters: Parameters): OfType {
  const publicId = (parameters['yubikey.prefix'] ?? '').toLowerCase();
  const privateId = parameters['yubikey.tokenid'] ?? '';
  if (publicId.length > 32 || fromModhex(publicId) === undefined) {
    throw new WireError('enrollment', 'yubikey.prefix must be modhex of at most 32 characters');
  }
  if (privateId !== '' && !/^[0-9a-f]{12}$/i.test(privateId)) {
    throw new WireError('enrollment', 'yubikey.tokenid must be 12 hexadecimal digits');
  }
  const otpLength = wholeNumber(parameters.otplen, publicId === '' ? 44 : 32 + publicId.length, 32, 64);
  if (publicId !== '' && otpLength !== 32 + publicId.length) {
    throw new WireError('enrollment', `otplen must be ${32 + publicId.length} with this yubikey.prefix`);
  }
  const key = readYubikeyKey(parameters);
  if (privateId === '') return { seed: key, otpLength, publicId };
  const seed = Buffer.concat([key, Buffer.from(privateId, 'hex')]);
  key.fill(0);
  return { seed, otpLength, publicId };
}

/** Parameters that begin with the type and a dot are information about the token, but for the two that are its own. */
function readInfo(parameters: Parameters, type: InitType): Readonly<Record<string, string>> {
  const own = ['yubikey.prefix', 'yubikey.tokenid'];
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
      name.startsWith(`${type}.`) && !own.includes(name) && value !== undefined ? [[name, readInfoValue(value)]] : [],
    ),
  );
}

export function readInfoValue(value: string): string {
  if (value.length > 2000) throw new WireError('parameter', 'Information on a token has at most 2000 characters.');
  return value;
}
