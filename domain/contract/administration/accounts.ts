import { z } from 'zod';
import { type Account, type AccountToken, accountTokenActs } from '../../account.ts';
import type { LetterParts } from '../../paper/letter.ts';

/**
 * People of every realm with their tokens, as an administrator sees and changes them on the server. Three replies hold
 * a secret that is for the eyes of whoever stands there and told once: a random PIN, the password that stands in for a
 * lost token, the key of a new one. They come as bytes, so that the screen can wipe them.
 */

const text = (max: number) => z.string().max(max);
const secretBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 1024);
const serial = z.string().regex(/^[\w-]{1,100}$/);
const page = z.int().min(1).max(1_000_000);
/** The language of a letter that tells a secret. */
const language = z.enum(['en', 'de']);
const letterText = z.object({ date: z.string(), subject: z.string(), text: z.string() });
/** The letter that tells it, without the secret: Keydesk's server writes one, privacyIDEA does not. */
export const letterParts: z.ZodType<LetterParts> = z.object({
  sender: z.string(),
  recipient: z.array(z.string()),
  texts: z.object({ en: letterText, de: letterText }),
});
const letter = letterParts.nullable();

const account: z.ZodType<Account> = z.object({
  realm: z.string(),
  username: z.string(),
  userId: z.string(),
  resolver: z.string(),
  givenName: z.string(),
  surname: z.string(),
  email: z.string(),
  mobile: z.string(),
  office: z.string(),
});

const owner = z.object({ realm: z.string(), username: z.string(), resolver: z.string() });

const token: z.ZodType<AccountToken> = z.object({
  serial: z.string(),
  type: z.string(),
  description: z.string(),
  active: z.boolean(),
  revoked: z.boolean(),
  locked: z.boolean(),
  failures: z.int(),
  mostFailures: z.int(),
  counter: z.int(),
  digits: z.int(),
  countWindow: z.int(),
  syncWindow: z.int(),
  realms: z.array(z.string()),
  owner: owner.nullable(),
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  enrolledAt: z.string().nullable(),
  assignedAt: z.string().nullable(),
  standIn: z.string().nullable(),
  waitsFor: z.enum(['code', 'part']).nullable(),
});

const person = { realm: text(100).min(1), username: text(200).min(1) };

export const accountChannels = {
  /** A page of the people who match every word; `next` is the page after it. */
  'accounts/search': {
    request: z.object({ query: text(200), page }),
    reply: z.object({ rows: z.array(account), next: z.int().nullable() }),
  },
  'accounts/get': {
    request: z.object(person),
    reply: z.object({ account, tokens: z.array(token) }),
  },
  'account-tokens/search': {
    request: z.object({
      query: text(200),
      by: z.enum(['serial', 'description', 'owner']),
      whose: z.enum(['all', 'somebody', 'nobody']),
      page,
    }),
    reply: z.object({ rows: z.array(token), next: z.int().nullable(), total: z.int() }),
  },
  'account-tokens/get': { request: z.object({ serial }), reply: token },
  /** Which token a code is from: for one that was found. Moves no counter. */
  'account-tokens/find': {
    request: z.object({ code: text(64).min(6) }),
    reply: z.object({ serial: z.string().nullable() }),
  },
  /** Answers the token as the server has it afterwards; nothing when it was deleted. */
  'account-tokens/change': {
    request: z.object({ serial, act: z.enum(accountTokenActs) }),
    reply: token.nullable(),
  },
  /** With a PIN if one is typed; both are empty bytes otherwise. */
  'account-tokens/assign': {
    request: z.object({ serial, ...person, pin: secretBytes, again: secretBytes }),
    reply: token,
  },
  'account-tokens/resync': {
    request: z.object({ serial, first: text(64), second: text(64) }),
    reply: z.object({ found: z.boolean(), token }),
  },
  /** What the enrolment waits for: the first code, or the part of the seed that the app shows. */
  'account-tokens/finish': {
    request: z.object({ serial, type: text(20), waitsFor: z.enum(['code', 'part']), typed: secretBytes }),
    reply: token,
  },
  'account-tokens/set-pin': { request: z.object({ serial, pin: secretBytes, again: secretBytes }), reply: token },
  'account-tokens/random-pin': {
    request: z.object({ serial, language }),
    reply: z.object({ pin: secretBytes, letter }),
  },
  'account-tokens/lose': {
    request: z.object({ serial, language }),
    reply: z.object({
      standIn: z.string(),
      password: secretBytes,
      validUntil: z.string().nullable(),
      token,
      letter,
    }),
  },
  /** Until when it lets its owner in, as an ISO time; `null`: for ever. */
  'account-tokens/set-end': { request: z.object({ serial, until: z.iso.datetime().nullable() }), reply: token },
  /** From when it lets its owner in (`null`: always did), and its windows; what is not named stays. */
  'account-tokens/set': {
    request: z.object({
      serial,
      from: z.iso.datetime().nullable().optional(),
      countWindow: z.int().min(1).max(1000).optional(),
      syncWindow: z.int().min(1).max(10_000).optional(),
    }),
    reply: token,
  },
  /** The realms it is in from now on; its owner's stays. */
  'account-tokens/set-realms': {
    request: z.object({
      serial,
      realms: z
        .array(text(100).regex(/^[^,]+$/))
        .max(200)
        .readonly(),
    }),
    reply: token,
  },
  'account-tokens/describe': { request: z.object({ serial, description: text(80) }), reply: token },
  /** A new token for an authenticator app, for a person or for the stock. */
  'account-tokens/enrol': {
    request: z.object({
      type: z.enum(['hotp', 'totp']),
      hash: z.enum(['sha1', 'sha256', 'sha512']),
      digits: z.union([z.literal(6), z.literal(8)]),
      stepSeconds: z.union([z.literal(30), z.literal(60)]),
      description: text(80),
      language,
      owner: z.object(person).nullable(),
      pin: secretBytes,
      again: secretBytes,
    }),
    reply: z.object({
      serial: z.string(),
      /** The picture to scan, as PNG. */
      picture: z.instanceof(Uint8Array),
      /** The key in base32, for who cannot scan. */
      key: z.instanceof(Uint8Array),
      /** A random PIN that a policy drew, when its letter is to be printed. */
      pin: secretBytes.nullable(),
      letter,
      waitsFor: z.enum(['code', 'part']).nullable(),
    }),
  },
} as const;
