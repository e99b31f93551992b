import { KeydeskError } from '../../../domain/failure.ts';
import { hotp } from '../../../domain/otp/hotp.ts';
import { makeYubicoOtp } from '../../../domain/otp/yubico-otp.ts';
import type { IssuedRecord } from '../../../domain/record.ts';
import { type Issuance, readIssuance } from '../../vault/issuances.ts';
import { readRecord } from '../../vault/records.ts';
import { open, pinContext, seedContext } from '../../vault/sealing.ts';
import type { SyncParts } from '../parts.ts';
import { type Account, refusalOf } from './account.ts';
import { descriptionOf, freeSerial, isSamePerson, type TokenThere, tokensNamed } from './tokens-there.ts';

/**
 * Sees to it that the server has the token of a record: once, whatever replies were lost. What is there is looked at
 * first, and known by the record's id; a serial that belongs to anything else is never overwritten. Gives the serial.
 */
export async function bringToken(
  parts: SyncParts,
  account: Account,
  record: IssuedRecord,
  mayReplace: boolean,
): Promise<string> {
  const issuance = readIssuance(parts.vault, record.credential.issuance);
  const named = await tokensNamed(account, record.credential.serial);
  const own = named.find((token) => token.record === record.id);
  if (own !== undefined) return complete(parts, account, record, issuance, own);
  if (issuance?.seed === undefined) throw new KeydeskError('sync/seed-gone', { serial: record.credential.serial });
  await makeRoom(parts, account, record, named, mayReplace);
  const serial = freeSerial(record.credential.serial, named);
  parts.crashPoint('before a token is made there');
  await make(parts, account, record, issuance, serial);
  parts.crashPoint('after a token is made there');
  const made = { serial, type: record.credential.type, count: 0, active: true, revoked: false, record: record.id };
  return complete(parts, account, record, issuance, { ...made, owner: record.holder });
}

/**
 * The slot holds another credential since this record: one that this desk itself put there before is revoked, so that
 * its history stays; of any other a person decides.
 */
async function makeRoom(
  parts: SyncParts,
  account: Account,
  record: IssuedRecord,
  named: readonly TokenThere[],
  mayReplace: boolean,
): Promise<void> {
  const alive = named.filter((token) => !token.revoked);
  const foreign = alive.find((token) => !mayReplace && !isEarlier(parts, record, token.record));
  if (foreign !== undefined) {
    const { owner } = foreign;
    const by = owner === undefined ? {} : { owner: `${owner.username} (${owner.realm})` };
    throw new KeydeskError('sync/serial-taken', {
      serial: foreign.serial,
      ...by,
      reason: owner === undefined ? 'nobody' : 'owned',
    });
  }
  for (const { serial } of alive) {
    const said = await account.ask({ method: 'POST', path: '/token/revoke', parameters: { serial } });
    if (said.error !== undefined) throw refusalOf(said);
  }
}

/** Whether it came with an earlier record of this desk for the same slot, which this record's write ended. */
function isEarlier(parts: SyncParts, { token, credential, sequence }: IssuedRecord, id: string): boolean {
  const earlier = id === '' ? undefined : readRecord(parts.vault, id)?.signed.record;
  return (
    earlier?.kind === 'issued' &&
    earlier.token.serial === token.serial &&
    earlier.credential.slot === credential.slot &&
    earlier.sequence < sequence
  );
}

/** One request that makes the token with its owner, its PIN and its record's id: there is no half of it. */
async function make(
  parts: SyncParts,
  account: Account,
  record: IssuedRecord,
  issuance: Issuance,
  serial: string,
): Promise<void> {
  const { type, digits, publicId } = record.credential;
  const seed = openSeed(parts, issuance);
  const pin = openPin(parts, issuance);
  const otpkey = hexBytes(type === 'hotp' ? seed : seed.subarray(0, 16));
  const tokenid = hexBytes(seed.subarray(16, 22));
  try {
    const said = await account.ask({
      method: 'POST',
      path: '/token/init',
      parameters: {
        type,
        serial,
        otplen: type === 'hotp' ? digits : 32 + publicId.length,
        user: record.holder.username,
        realm: record.holder.realm,
        description: descriptionOf(record.id),
        [`${type}.keydesk.record`]: record.id,
        ...(type === 'yubikey' ? { 'yubikey.prefix': publicId } : {}),
      },
      secrets: {
        otpkey,
        ...(pin === undefined ? {} : { pin }),
        ...(type === 'yubikey' ? { 'yubikey.tokenid': tokenid } : {}),
      },
    });
    if (said.error !== undefined) throw refusalOf(said);
    if (said.value !== true) throw new KeydeskError('sync/not-keydesk', { reason: 'init' });
  } finally {
    for (const bytes of [seed, otpkey, tokenid, pin]) bytes?.fill(0);
  }
}

/** What the token there may still lack: its owner and the counter that the proving touches moved. */
async function complete(
  parts: SyncParts,
  account: Account,
  record: IssuedRecord,
  issuance: Issuance | undefined,
  token: TokenThere,
): Promise<string> {
  const { serial, owner } = token;
  // What an administrator did to it since is the server's own affair.
  if (token.revoked) return serial;
  if (owner !== undefined && !isSamePerson(owner, record.holder)) return serial;
  const behind = record.credential.type === 'hotp' ? record.credential.counter : record.credential.counter + 1;
  if (token.count < behind) await carryCounter(parts, account, record, issuance, serial);
  if (owner === undefined) await assign(parts, account, record, issuance, serial);
  return serial;
}

/**
 * The codes of the token that were taken here count as used there too: of HOTP the last two are shown once more (a
 * resynchronisation, after which the next one is expected), of Yubico OTP one with the last count (a check).
 */
async function carryCounter(
  parts: SyncParts,
  account: Account,
  { credential }: IssuedRecord,
  issuance: Issuance | undefined,
  serial: string,
): Promise<void> {
  if (issuance?.seed === undefined) throw new KeydeskError('sync/seed-gone', { serial });
  const seed = openSeed(parts, issuance);
  const codes = usedCodes(credential, seed).map((code) => new TextEncoder().encode(code));
  const [first = new Uint8Array(), second] = codes;
  try {
    const said = await account.ask(
      second === undefined
        ? { method: 'POST', path: '/validate/check', parameters: { serial, otponly: 1 }, secrets: { pass: first } }
        : { method: 'POST', path: '/token/resync', parameters: { serial }, secrets: { otp1: first, otp2: second } },
    );
    if (said.error !== undefined) throw refusalOf(said);
    if (said.value !== true) throw new KeydeskError('sync/refused', { said: '', reason: 'counter' });
  } finally {
    for (const bytes of [seed, ...codes]) bytes.fill(0);
  }
}

function usedCodes(
  { type, counter, digits, publicId }: IssuedRecord['credential'],
  seed: Uint8Array,
): readonly string[] {
  if (type === 'hotp') return [counter - 2, counter - 1].map((used) => hotp(seed, used, digits));
  const privateId = Buffer.from(seed.subarray(16, 22)).toString('hex');
  const last = { privateId, useCounter: counter >> 8, session: counter & 255, timestamp: 0, random: 0 };
  return [`${publicId}${makeYubicoOtp(seed.subarray(0, 16), last)}`];
}

async function assign(
  parts: SyncParts,
  account: Account,
  { holder }: IssuedRecord,
  issuance: Issuance | undefined,
  serial: string,
): Promise<void> {
  const pin = issuance === undefined ? undefined : openPin(parts, issuance);
  try {
    const said = await account.ask({
      method: 'POST',
      path: '/token/assign',
      parameters: { serial, user: holder.username, realm: holder.realm },
      secrets: pin === undefined ? {} : { pin },
    });
    if (said.error !== undefined) throw refusalOf(said);
  } finally {
    pin?.fill(0);
  }
}

function openSeed(parts: SyncParts, { id, seed }: Issuance): Uint8Array {
  return open(parts.vaultKey, seed ?? new Uint8Array(), seedContext(id));
}

function openPin(parts: SyncParts, { id, pin }: Issuance): Uint8Array | undefined {
  return pin === undefined ? undefined : open(parts.vaultKey, pin, pinContext(id));
}

const hexDigits = new TextEncoder().encode('0123456789abcdef');

/** Hexadecimal digits as bytes, which can be wiped as no text can. */
function hexBytes(bytes: Uint8Array): Uint8Array {
  const hex = new Uint8Array(bytes.length * 2);
  bytes.forEach((byte, place) => {
    hex[2 * place] = hexDigits[byte >> 4] ?? 0;
    hex[2 * place + 1] = hexDigits[byte & 15] ?? 0;
  });
  return hex;
}
