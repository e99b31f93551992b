import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Parameters } from './parameters.ts';

/** The words of Yubico's validation protocol 2.0 that this server says. */
export type YubicoStatus =
  | 'OK'
  | 'BAD_OTP'
  | 'REPLAYED_OTP'
  | 'BAD_SIGNATURE'
  | 'MISSING_PARAMETER'
  | 'NO_SUCH_CLIENT'
  | 'BACKEND_ERROR';

/** A request that can be answered. */
export interface YubicoRequest {
  readonly otp: string;
  readonly nonce: string;
  /** Whether the client wants the token's own counters. */
  readonly wantsTicket: boolean;
  /** Whether the client asked how many servers agreed. */
  readonly wantsSync: boolean;
}

/** The parameters that a request's signature covers; what else is sent is not part of the protocol. */
const signedInRequest = new Set(['id', 'nonce', 'otp', 'sl', 'timeout', 'timestamp']);

/** Reads a request (validation protocol 2.0, section "Request"); `undefined` when something is missing or no such thing. */
export function readYubicoRequest(parameters: Parameters): YubicoRequest | undefined {
  const { otp, nonce, sl, timeout, timestamp } = parameters;
  if (!otp || !nonce || !/^[0-9a-zA-Z]{16,40}$/.test(nonce)) return undefined;
  if (sl !== undefined && !/^(?:\d\d?|100|fast|secure)$/.test(sl)) return undefined;
  if (timeout !== undefined && !/^\d{1,5}$/.test(timeout)) return undefined;
  return { otp, nonce, wantsTicket: timestamp === '1', wantsSync: sl !== undefined };
}

/** Whether the request is signed with the client's key; a request without a signature is for whoever asks to judge. */
export function isSignedBy(parameters: Parameters, apiKey: Uint8Array): boolean {
  const given = Buffer.from((parameters.h ?? '').replaceAll(' ', '+'), 'base64');
  const covered = Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    signedInRequest.has(name) && value !== undefined ? [[name, value]] : [],
  );
  const right = signature(covered, apiKey);
  return given.length === right.length && timingSafeEqual(given, right);
}

/** What a reply tells beside its status. */
export interface YubicoReply {
  readonly status: YubicoStatus;
  readonly otp: string;
  readonly nonce: string;
  readonly at: Date;
  /** `undefined` for a client that nobody knows: its reply cannot be signed. */
  readonly apiKey: Uint8Array | undefined;
  readonly sync?: boolean;
  readonly ticket?: { readonly timestamp: number; readonly useCounter: number; readonly session: number } | undefined;
}

/**
 * The lines of a reply, signed. `timestamp` is the token's own when the client asked for it, and the moment otherwise,
 * as privacyIDEA has it; `t` is always the moment, as Yubico has it.
 */
export function yubicoReplyText({ status, otp, nonce, at, apiKey, sync, ticket }: YubicoReply): string {
  const moment = at.toISOString();
  const lines: [string, string][] = [
    ['t', `${moment.slice(0, 19)}Z0${moment.slice(20, 23)}`],
    ['otp', otp.replace(/[^\x20-\x7e]/g, '')],
    ['nonce', nonce],
    ...(sync === true ? [['sl', '100'] satisfies [string, string]] : []),
    ...(ticket === undefined
      ? [['timestamp', `${moment.slice(0, 19)}Z${moment.slice(20, 23)}000`] satisfies [string, string]]
      : [
          ['timestamp', String(ticket.timestamp)] satisfies [string, string],
          ['sessioncounter', String(ticket.useCounter)] satisfies [string, string],
          ['sessionuse', String(ticket.session)] satisfies [string, string],
        ]),
    ['status', status],
  ];
  const h = apiKey === undefined ? '' : signature(lines, apiKey).toString('base64');
  return [['h', h], ...lines].map(([name, value]) => `${name}=${value}\r\n`).join('');
}

/** HMAC-SHA1 over the pairs in alphabetical order, joined by `&` (section "Generating signatures"). */
function signature(pairs: readonly (readonly [string, string])[], apiKey: Uint8Array): Buffer {
  const message = [...pairs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return createHmac('sha1', apiKey).update(message).digest();
}
