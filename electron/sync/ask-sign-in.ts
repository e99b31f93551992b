import { type ControllerSignedIn, controllerSignedIn } from '../../domain/contract/controller-sign-in.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { KeydeskEnrolment } from '../vault/station.ts';
import { answerFailure } from './answer-failure.ts';
import type { SyncParts } from './parts.ts';
import { serverClient } from './server-client.ts';
import { type TimeLimits, usualLimits } from './time-limit.ts';

/** Somebody waits in front of the desk: after this long the desk asks what it knows itself. */
const patience: TimeLimits = { ...usualLimits, answerMs: 10_000 };

/** Asks the server who it is. What was typed goes there and is kept nowhere. */
export async function askSignIn(
  parts: SyncParts,
  enrolment: KeydeskEnrolment,
  typed: { readonly name: string; readonly password: Uint8Array; readonly code: string },
): Promise<ControllerSignedIn> {
  const signer = { station: enrolment.id, sign: parts.station.sign };
  const client = serverClient(enrolment.url, enrolment.ca, signer, parts.limits ?? patience);
  try {
    const body = {
      controller: typed.name,
      password: Buffer.from(typed.password).toString('utf8'),
      code: typed.code,
    };
    const answer = await client.ask({ method: 'POST', path: '/stations/self/controllers/sign-in', body });
    const failure = answerFailure(answer);
    if (failure !== undefined) throw failure;
    const reply = controllerSignedIn.safeParse(answer.body);
    if (!reply.success) throw new KeydeskError('sync/not-keydesk', { reason: 'sign-in' });
    return reply.data;
  } finally {
    client.close();
  }
}
