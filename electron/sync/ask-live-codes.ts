import { z } from 'zod';
import { codesAlive } from '../../domain/contract/live-codes.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { readEnrolment } from '../vault/station.ts';
import { answerFailure } from './answer-failure.ts';
import type { SyncParts } from './parts.ts';
import { serverClient } from './server-client.ts';

interface Named {
  readonly realm: string;
  readonly username: string;
}

/** Whose temporary codes are alive, of the people about whom the controller has a say. */
export async function askLiveCodes(parts: SyncParts, body: { readonly controller: string }) {
  const { codes } = await ask(parts, 'alive', body, z.object({ codes: codesAlive }));
  return codes;
}

/** Ends somebody's; false when there was none any more. */
export async function askEndOfCode(
  parts: SyncParts,
  body: { readonly controller: string; readonly holder: Named },
): Promise<boolean> {
  return (await ask(parts, 'end', body, z.object({ ended: z.boolean() }))).ended;
}

async function ask<T>(parts: SyncParts, what: 'alive' | 'end', body: object, shape: z.ZodType<T>): Promise<T> {
  const enrolment = readEnrolment(parts.vault);
  if (enrolment === undefined) throw new KeydeskError('station/not-enrolled', {});
  if (enrolment.kind !== 'keydesk') throw new KeydeskError('administration/keydesk-only', {});
  const signer = { station: enrolment.id, sign: parts.station.sign };
  const client = serverClient(enrolment.url, enrolment.ca, signer, parts.limits);
  try {
    const answer = await client.ask({ method: 'POST', path: `/stations/self/temporary-codes/${what}`, body });
    const failure = answerFailure(answer);
    if (failure !== undefined) throw failure;
    const reply = shape.safeParse(answer.body);
    if (!reply.success) throw new KeydeskError('sync/not-keydesk', { reason: 'temporary codes' });
    return reply.data;
  } finally {
    client.close();
  }
}
