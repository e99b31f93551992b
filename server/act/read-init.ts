import { fromModhex } from '../../domain/otp/modhex.ts';
import { newCredential } from '../store/credentials.ts';
import { isTrue, listOf, type Parameters, wholeNumber } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { readOathKey, readYubikeyKey } from './read-key.ts';
import { type ReadSettings, readHash, readSettings } from './read-settings.ts';

/** The types this server enrols by the wire. */
const types = ['hotp', 'totp', 'yubikey'] as const;
export type InitType = (typeof types)[number];

/** What a token shall be, read from the request. */
export interface InitRequest {
  readonly type: InitType;
  readonly serial: string | undefined;
  readonly seed: Uint8Array;
  readonly otpLength: number;
  readonly publicId: string;
  readonly timeShift: number;
  readonly settings: ReadSettings;
  readonly realms: readonly string[];
  readonly info: Readonly<Record<string, string>>;
}

/** The type of an init request; privacyIDEA's default is HOTP. */
export function initType(parameters: Parameters): InitType {
  const wanted = (parameters.type || 'hotp').toLowerCase();
  const type = types.find((known) => known === wanted);
  if (type === undefined) throw new WireError('tokenType', `Unknown token type '${wanted.slice(0, 40)}'`);
  return type;
}

/** Reads an init request; whoever asks wipes the seed. */
export function readInit(parameters: Parameters): InitRequest {
  const type = initType(parameters);
  for (const name of ['2stepinit', 'verify', 'rollover']) {
    if (isTrue(parameters[name])) throw new WireError('parameter', `Parameter '${name}' is not supported here.`);
  }
  const common = {
    type,
    serial: readSerial(parameters.serial),
    settings: readSettings(parameters),
    realms: listOf(parameters.tokenrealm).map((name) => name.toLowerCase()),
    info: readInfo(parameters, type),
    timeShift: wholeNumber(parameters.timeShift, 0, 0, 86_400),
  };
  if (type === 'yubikey') return { ...common, ...readYubikey(parameters) };
  const hash = readHash(parameters.hashlib) ?? newCredential.hash;
  return {
    ...common,
    publicId: '',
    otpLength: wholeNumber(parameters.otplen, newCredential.otpLength, 6, 8),
    seed: readOathKey(parameters, hash),
  };
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
function readYubikey(parameters: Parameters): Pick<InitRequest, 'seed' | 'otpLength' | 'publicId'> {
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
