import { Float, pythonJson } from './python-json.ts';
import type { WireError } from './wire-error.ts';

/** What the envelope says of the server; clients of privacyIDEA read the number. */
const version = 'privacyIDEA 3.11 (Keydesk)';
const versionnumber = '3.11';

type Detail = Readonly<Record<string, unknown>>;

export interface Success {
  /** 2 for /auth and /validate, 1 elsewhere. */
  readonly id: 1 | 2;
  readonly value: unknown;
  readonly authentication?: 'ACCEPT' | 'REJECT' | 'CHALLENGE';
  readonly detail?: Detail | undefined;
  readonly nonce?: string | undefined;
}

const threadid = process.pid;

/** The text of a successful reply, without a signature. A refused code is a success too: `value` is false. */
export function successText(reply: Success, now: Date): string {
  return pythonJson({
    detail: reply.detail === undefined ? undefined : { ...reply.detail, threadid },
    id: reply.id,
    jsonrpc: '2.0',
    nonce: reply.nonce,
    result: { authentication: reply.authentication, status: true, value: reply.value },
    time: seconds(now),
    version,
    versionnumber,
  });
}

export function errorText(error: WireError, now: Date): string {
  return pythonJson({
    detail: error.code === 4031 ? {} : errorDetail(error),
    id: 1,
    jsonrpc: '2.0',
    result: { error: { code: error.code, message: error.message }, status: false },
    time: seconds(now),
    version,
  });
}

/** privacyIDEA has none; which policies say so, and why, is for whoever words it. */
function errorDetail({ policies, reason, values }: WireError): Detail | null {
  if (policies.length === 0 && reason === undefined) return null;
  return { ...(policies.length > 0 ? { policies } : {}), ...(reason === undefined ? {} : { reason, values }) };
}

/** The same reply with its signature in the place that sorting gives it. */
export function withSignature(text: string, signature: string): string {
  const at = text.lastIndexOf(', "time": ');
  return `${text.slice(0, at)}, "signature": ${pythonJson(signature)}${text.slice(at)}`;
}

function seconds(now: Date): Float {
  return new Float(now.getTime() / 1000);
}
