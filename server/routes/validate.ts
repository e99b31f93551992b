import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { validateCheck } from '../check/validate.ts';
import type { Installation } from '../installation.ts';
import { successText } from '../wire/envelope.ts';
import { mergeParameters } from '../wire/parameters.ts';
import { sendSigned } from './send.ts';

/**
 * privacyIDEA's `/validate`. A reply is signed when the request carries a nonce: without one a signature proves nothing
 * that TLS does not, since an older reply would do as well, and it costs more than the check itself.
 */
export function validateRoutes(app: FastifyInstance, installation: Installation): void {
  async function check(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const parameters = mergeParameters(request.raw.url ?? '', request.body as Buffer | undefined);
    const success = await validateCheck(installation, parameters, request.ip);
    if (success.nonce !== undefined) return sendSigned(installation, reply, success);
    return reply.send(successText(success, installation.now()));
  }
  app.post('/validate/check', check);
  app.get('/validate/check', check);
}
