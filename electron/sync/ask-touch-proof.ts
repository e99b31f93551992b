import { touchProof } from '../../domain/contract/touch-proof.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { readEnrolment } from '../vault/station.ts';
import { answerFailure } from './answer-failure.ts';
import type { SyncParts } from './parts.ts';
import { serverClient } from './server-client.ts';

/** Has the server check that a code is of a token: it alone has the seed. */
export async function askTouchProof(
  parts: SyncParts,
  body: { readonly controller: string; readonly token: string; readonly code: string },
): Promise<boolean> {
  const enrolment = readEnrolment(parts.vault);
  if (enrolment?.kind !== 'keydesk') throw new KeydeskError('administration/keydesk-only', {});
  const signer = { station: enrolment.id, sign: parts.station.sign };
  const client = serverClient(enrolment.url, enrolment.ca, signer, parts.limits);
  try {
    const answer = await client.ask({ method: 'POST', path: '/stations/self/touches', body });
    const failure = answerFailure(answer);
    if (failure !== undefined) throw failure;
    const reply = touchProof.safeParse(answer.body);
    if (!reply.success) throw new KeydeskError('sync/not-keydesk', { reason: 'touch' });
    return reply.data.proven;
  } finally {
    client.close();
  }
}
