import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Installation } from '../installation.ts';
import type { Challenge } from '../store/challenges.ts';
import { mergeParameters, type Parameters, wholeNumber } from '../wire/parameters.ts';
import { authorize } from './login-token.ts';
import { sendSigned } from './send.ts';

/** privacyIDEA's `GET /token/challenges/`: what waits for an answer. No code is in it. */
export function challengeRoutes(app: FastifyInstance, installation: Installation): void {
  async function list(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    await authorize(installation, request, 'getchallenges');
    const parameters = { ...mergeParameters(request.raw.url ?? '', undefined), ...(request.params as Parameters) };
    const current = wholeNumber(parameters.page, 1, 1, 1_000_000);
    const size = wholeNumber(parameters.pagesize, 15, 1, 1000);
    const filter = { serial: parameters.serial || undefined, transactionId: parameters.transaction_id || undefined };
    const page = { offset: (current - 1) * size, limit: size };
    const { count, rows } = await installation.store.challenges.list(filter, page);
    const challenges = rows.map(shown);
    const next = current * size < count ? current + 1 : null;
    const value = { challenges, count, current, next, prev: current > 1 ? current - 1 : null };
    return sendSigned(installation, reply, { id: 1, value });
  }
  app.get('/token/challenges/', list);
  app.get('/token/challenges/:serial', list);
}

function shown(challenge: Challenge & { readonly serial: string }) {
  const { transactionId, serial, question, data, begunAt, endsAt, received, answeredAt } = challenge;
  return {
    challenge: question ?? '',
    data,
    expiration: new Date(endsAt).toUTCString(),
    otp_received: received > 0 || answeredAt !== null,
    otp_valid: answeredAt !== null,
    received_count: received,
    serial,
    timestamp: new Date(begunAt).toUTCString(),
    transaction_id: transactionId,
  };
}
