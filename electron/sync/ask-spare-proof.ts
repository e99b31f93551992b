import { spareProof } from '../../domain/contract/spare-proof.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { ServerProof } from '../../domain/stock/reprogram.ts';
import { readEnrolment } from '../vault/station.ts';
import { answerFailure } from './answer-failure.ts';
import type { SyncParts } from './parts.ts';
import { serverClient } from './server-client.ts';

/** What the server shows of spares whose records it has, one after the other over one connection. */
export function spareProofs(parts: SyncParts) {
  const enrolment = readEnrolment(parts.vault);
  if (enrolment?.kind !== 'keydesk') throw new KeydeskError('administration/keydesk-only', {});
  const signer = { station: enrolment.id, sign: parts.station.sign };
  const client = serverClient(enrolment.url, enrolment.ca, signer, parts.limits);
  return {
    async ask(record: string, code: string | undefined): Promise<ServerProof> {
      const body = { record, ...(code === undefined ? {} : { code }) };
      const answer = await client.ask({ method: 'POST', path: '/stations/self/spares', body });
      const failure = answerFailure(answer);
      if (failure !== undefined) throw failure;
      const reply = spareProof.safeParse(answer.body);
      if (!reply.success) throw new KeydeskError('sync/not-keydesk', { reason: 'spare' });
      return reply.data;
    },
    close: () => client.close(),
  };
}
