import { z } from 'zod';
import type { AccountToken } from '../../domain/account.ts';
import { letterParts } from '../../domain/contract/administration/accounts.ts';
import type { LetterParts } from '../../domain/paper/letter.ts';
import { getToken, moment, waitsFor } from './account-tokens.ts';
import { readValue, type Wire } from './wire-client.ts';

/** What the server tells once: a random PIN, the password of a lost token's stand-in, the key of a new token. */

export interface NewToken {
  readonly type: 'hotp' | 'totp';
  readonly hash: 'sha1' | 'sha256' | 'sha512';
  readonly digits: 6 | 8;
  readonly stepSeconds: 30 | 60;
  readonly description: string;
  readonly owner: { readonly realm: string; readonly username: string } | null;
  readonly pin: Uint8Array;
  readonly language: Language;
}

export type Language = 'en' | 'de';

/** Keydesk's own parameters: the secret in a letter as well. */
function letterWish(language: Language) {
  return { letter: 'a4', letter_language: language };
}

/** The PDF beside them stays where it came: the desk draws the letter on the sheet that is chosen when it is printed. */
function partsOf(told: z.infer<typeof letter> | null | undefined): LetterParts | null {
  return told?.parts ?? null;
}

const letter = z.looseObject({ parts: letterParts.nullish().catch(null) });
const lost = z.looseObject({
  serial: z.string(),
  password: z.string(),
  end_date: z.string(),
  letter: letter.nullish(),
});
const enrolled = z.looseObject({
  serial: z.string(),
  googleurl: z.looseObject({ img: z.string() }),
  otpkey: z.looseObject({ value_b32: z.string() }),
  pin: z.string().nullish(),
  letter: letter.nullish(),
  rollout_state: z.string().nullish(),
});

/** Takes a lost token out of use; a password stands in for it for some days. */
export async function loseToken(wire: Wire, serial: string, language: Language) {
  const path = `/token/lost/${encodeURIComponent(serial)}`;
  const { value } = await wire.ask({ method: 'POST', path, parameters: letterWish(language) });
  const said = readValue(lost, value);
  const token: AccountToken = await getToken(wire, serial);
  const told = { standIn: said.serial, password: bytes(said.password), validUntil: moment(said.end_date), token };
  return { ...told, letter: partsOf(said.letter) };
}

/** A PIN that the server draws as its policy says. */
export async function setRandomPin(wire: Wire, serial: string, language: Language) {
  const parameters = { serial, ...letterWish(language) };
  const { detail } = await wire.ask({ method: 'POST', path: '/token/setrandompin', parameters });
  const said = readValue(z.looseObject({ pin: z.string(), letter: letter.nullish() }), detail);
  return { pin: bytes(said.pin), letter: partsOf(said.letter) };
}

export async function setPin(wire: Wire, serial: string, pin: Uint8Array): Promise<AccountToken> {
  const path = `/token/setpin/${encodeURIComponent(serial)}`;
  await wire.ask({ method: 'POST', path, secrets: { otppin: pin } });
  return getToken(wire, serial);
}

/** Makes a token for an authenticator app; the server draws its key. */
export async function enrolToken(wire: Wire, { owner, pin, language, ...wanted }: NewToken) {
  const { detail } = await wire.ask({
    method: 'POST',
    path: '/token/init',
    parameters: {
      type: wanted.type,
      genkey: 1,
      hashlib: wanted.hash,
      otplen: wanted.digits,
      timeStep: wanted.type === 'totp' ? wanted.stepSeconds : undefined,
      description: wanted.description === '' ? undefined : wanted.description,
      user: owner?.username,
      realm: owner?.realm,
      ...letterWish(language),
    },
    ...(pin.length === 0 ? {} : { secrets: { pin } }),
  });
  const said = readValue(enrolled, detail);
  const told = {
    serial: said.serial,
    picture: new Uint8Array(Buffer.from(said.googleurl.img.replace(/^data:image\/png;base64,/, ''), 'base64')),
    key: bytes(said.otpkey.value_b32),
    pin: said.pin ? bytes(said.pin) : null,
    waitsFor: waitsFor(said.rollout_state),
  };
  return { ...told, letter: partsOf(said.letter) };
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, 'utf8'));
}
