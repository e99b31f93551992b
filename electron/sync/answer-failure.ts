import { refusal } from '../../domain/contract/station.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { Answer } from './server-client.ts';

/** The failure that the server's refusal stands for; `undefined` for a success. */
export function answerFailure(answer: Answer): KeydeskError | undefined {
  const { status, retryAfterSeconds } = answer;
  if (status >= 200 && status < 300) return undefined;
  if (status >= 500 || status === 429) {
    return new KeydeskError('sync/server-error', {
      status,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  }
  const said = refusal.safeParse(answer.body).data;
  if (said === undefined) return new KeydeskError('sync/not-keydesk', { status });
  const context = { status, reason: (said.reason ?? said.failure).slice(0, 200) };
  if (status === 401 && said.failure === 'revoked') return new KeydeskError('station/revoked', context);
  // Whoever this station is to the server, it is not one that may speak: only enrolling again helps.
  if (status === 401 || status === 403 || status === 404) return new KeydeskError('station/unknown', context);
  if (status === 409) return new KeydeskError('sync/conflict', context);
  if (status === 422 || status === 413) return new KeydeskError('sync/refused', context);
  return new KeydeskError('sync/server-error', context);
}

/** A server that is older than what was asked for has nothing at that address. */
export function isNotThere({ status, body }: Answer): boolean {
  return status === 404 && refusal.safeParse(body).data?.failure === 'not-found';
}

/** What a record contradicts, as far as the server says so. */
export function contradictionOf(
  answer: Answer,
): { readonly kind: string; readonly facts: Readonly<Record<string, string>> } | undefined {
  return refusal.safeParse(answer.body).data?.conflict;
}

/** Where the server says that this station's chain stands, if it says so. */
export function lastSequenceOf(answer: Answer): number | undefined {
  return refusal.safeParse(answer.body).data?.lastSequence;
}
