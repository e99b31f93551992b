import { z } from 'zod';
import { KeydeskError } from '../../domain/failure.ts';
import type { CallerProof } from '../../domain/trust/temporary-code.ts';
import { readEnrolment } from '../vault/station.ts';
import { answerFailure } from './answer-failure.ts';
import type { SyncParts } from './parts.ts';
import { serverClient } from './server-client.ts';

interface Asked {
  readonly controller: string;
  /** Typed by the controller's own token. */
  readonly code: string;
  readonly holder: { readonly realm: string; readonly username: string };
  readonly proof: CallerProof;
}

const given = z.object({ code: z.string().regex(/^\d{8}$/), validSeconds: z.int() });

/** A temporary code by the server, which alone can make one; the bytes are the caller's to pass on, and kept nowhere. */
export async function askTemporaryCode(parts: SyncParts, body: Asked) {
  const enrolment = readEnrolment(parts.vault);
  if (enrolment === undefined) throw new KeydeskError('station/not-enrolled', {});
  if (enrolment.kind !== 'keydesk') throw new KeydeskError('administration/keydesk-only', {});
  const signer = { station: enrolment.id, sign: parts.station.sign };
  const client = serverClient(enrolment.url, enrolment.ca, signer, parts.limits);
  try {
    const answer = await client.ask({ method: 'POST', path: '/stations/self/temporary-codes', body });
    const failure = answerFailure(answer);
    if (failure?.code === 'sync/refused') {
      throw new KeydeskError('act/no-code', whyNot(String(failure.context.reason ?? '')), { cause: failure });
    }
    if (failure !== undefined) throw failure;
    const reply = given.safeParse(answer.body);
    if (!reply.success) throw new KeydeskError('sync/not-keydesk', { reason: 'temporary code' });
    return { code: new TextEncoder().encode(reply.data.code), validSeconds: reply.data.validSeconds };
  } finally {
    client.close();
  }
}

/** What the server says, by the sentences that its own rules have. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/ may not control trust$/, 'no-right'],
  [/ is no person with a token: /, 'no-person'],
  [/^nobody has this name$/, 'unknown'],
  [/^nobody gives a temporary code to themself$/, 'oneself'],
  [/ has no token to stand in for$/, 'no-token'],
  [/^the code is not of /, 'other-code'],
  [/ may not act in office /, 'desk-office'],
  [/ may not act for .*, of office /, 'other-office'],
];

function whyNot(said: string): Readonly<Record<string, string>> {
  const reason = reasons.find(([sentence]) => sentence.test(said))?.[1];
  return reason === undefined ? { said } : { said, reason };
}
