import { z } from 'zod';
import { KeydeskError } from '../../domain/failure.ts';
import type { Answer } from './server-client.ts';

const told = z.object({ failure: z.string(), reason: z.string().optional() });

/** The failure that the server's refusal stands for; `undefined` for a success. */
export function answerFailure(answer: Answer): KeydeskError | undefined {
  if (answer.status >= 200 && answer.status < 300) return undefined;
  if (answer.status >= 500 || answer.status === 429) {
    return new KeydeskError('sync/server-error', { status: answer.status });
  }
  const said = told.safeParse(answer.body).data;
  if (said === undefined) return new KeydeskError('sync/not-keydesk', { status: answer.status });
  const context = { status: answer.status, reason: (said.reason ?? said.failure).slice(0, 200) };
  if (answer.status === 401 && said.failure === 'revoked') return new KeydeskError('station/revoked', context);
  if (answer.status === 409) return new KeydeskError('sync/conflict', context);
  if (answer.status === 422 || answer.status === 413) return new KeydeskError('sync/refused', context);
  return new KeydeskError('sync/server-error', context);
}
