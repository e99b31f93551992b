import { fromModhex } from '../../domain/otp/modhex.ts';
import { openYubicoOtp } from '../../domain/otp/yubico-otp.ts';
import type { Installation } from '../installation.ts';
import { openSeed } from '../keys/seed-at-rest.ts';
import { openJson } from '../messaging/sealed-text.ts';
import type { WebRequest } from '../policy/web-request.ts';
import type { Credential } from '../store/credentials.ts';
import type { Origin } from '../wire/client-address.ts';
import type { Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { isSignedBy, readYubicoRequest, type YubicoStatus, yubicoReplyText } from '../wire/yubico-protocol.ts';
import { validateCheck } from './validate.ts';

/** The settings that hold the keys of clients, by their number: base64, as Yubico gives them out. */
export const apiKeySetting = 'yubikey.apiid.';

/**
 * Yubico's validation protocol 2.0 at `/ttype/yubikey`: a PIN may stand in front of the OTP. Every status is an answer;
 * an answer is signed with the client's key.
 */
export async function verifyYubicoOtp(
  installation: Installation,
  parameters: Parameters,
  origin: Origin,
  web: WebRequest,
): Promise<string> {
  const { id = '', otp = '', nonce = '' } = parameters;
  const at = installation.now();
  const apiKey = await apiKeyOf(installation, id);
  const wanted = readYubicoRequest(parameters);
  const echo = { at, apiKey, otp: otp.slice(0, 200), nonce: /^[0-9a-zA-Z]{1,40}$/.test(nonce) ? nonce : '' };
  try {
    if (id === '' || wanted === undefined) return yubicoReplyText({ ...echo, status: 'MISSING_PARAMETER' });
    if (apiKey === undefined) return yubicoReplyText({ ...echo, status: 'NO_SUCH_CLIENT' });
    if (parameters.h !== undefined && !isSignedBy(parameters, apiKey)) {
      return yubicoReplyText({ ...echo, status: 'BAD_SIGNATURE' });
    }
    const credential = await credentialOf(installation, wanted.otp);
    const status =
      credential === undefined ? 'BAD_OTP' : await statusOf(installation, credential, wanted.otp, origin, web);
    const ticket =
      status === 'OK' && wanted.wantsTicket && credential ? ticketOf(installation, credential, otp) : undefined;
    return yubicoReplyText({ ...echo, status, ticket, sync: wanted.wantsSync });
  } finally {
    apiKey?.fill(0);
  }
}

async function apiKeyOf({ store, keys }: Installation, id: string): Promise<Buffer | undefined> {
  if (!/^\d{1,10}$/.test(id)) return undefined;
  const setting = await store.systemSettings.find(`${apiKeySetting}${id}`);
  if (setting === undefined) return undefined;
  const text =
    setting.sealed === null ? setting.value : openJson(keys.storeKey, `setting/${setting.name}`, setting.sealed);
  return Buffer.from(String(text ?? ''), 'base64');
}

/** The longest public id comes first: a PIN in front of it may look like a part of it. */
async function credentialOf({ store }: Installation, typed: string): Promise<Credential | undefined> {
  const before = typed.slice(0, -32).slice(-32).toLowerCase();
  const ids = Array.from({ length: Math.floor(before.length / 2) }, (_, place) => before.slice(-2 * (place + 1)));
  if (ids.length === 0) return undefined;
  const found = (await store.credentials.byPublicId(ids)).filter(({ type }) => type === 'yubikey');
  const [known] = [...found].sort((a, b) => b.publicId.length - a.publicId.length);
  if (known !== undefined) return known;
  for (const serial of serialsOf(before.slice(-12))) {
    const credential = await store.credentials.bySerial(serial);
    if (credential?.type === 'yubikey') return credential;
  }
  return undefined;
}

/** What privacyIDEA's importer calls the slots of a token whose public id is its serial. */
function serialsOf(publicId: string): readonly string[] {
  const bytes = fromModhex(publicId);
  if (bytes === undefined) return [];
  const number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
    .toString()
    .padStart(8, '0');
  return ['_1', '_2', ''].map((slot) => `UBAM${number}${slot}`);
}

async function statusOf(
  installation: Installation,
  { serial }: Credential,
  pass: string,
  origin: Origin,
  web: WebRequest,
): Promise<YubicoStatus> {
  try {
    const { value, detail } = await validateCheck(installation, { serial, pass }, origin, web);
    if (value === true) return 'OK';
    return String(detail?.message).endsWith('previous otp used again') ? 'REPLAYED_OTP' : 'BAD_OTP';
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return error.code === 1007 ? 'BAD_OTP' : 'BACKEND_ERROR';
  }
}

/** What the token said of itself in an OTP that was right. */
function ticketOf({ keys }: Installation, credential: Credential, otp: string) {
  const seed = openSeed(keys.storeKey, credential.serial, credential.seed);
  try {
    const ticket = openYubicoOtp(seed.subarray(0, 16), otp);
    ticket?.privateId.fill(0);
    return ticket;
  } finally {
    seed.fill(0);
  }
}
