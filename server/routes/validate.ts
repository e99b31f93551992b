import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import type { BegunChallenge } from '../check/begin-challenge.ts';
import { sendCodes } from '../check/send-codes.ts';
import { triggerChallenge, triggeredReply } from '../check/trigger-challenge.ts';
import { validateCheck } from '../check/validate.ts';
import type { Installation } from '../installation.ts';
import { successText } from '../wire/envelope.ts';
import { mergeParameters, type Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { originOf } from './origin-of.ts';
import { sendSigned } from './send.ts';
import { webRequestOf } from './web-request-of.ts';

/**
 * privacyIDEA's `/validate`. A reply is signed when the request carries a nonce: without one a signature proves nothing
 * that TLS does not, since an older reply would do as well, and it costs more than the check itself.
 */
export function validateRoutes(app: FastifyInstance, installation: Installation): void {
  async function check(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const parameters = mergeParameters(request.raw.url ?? '', request.body as Buffer | undefined);
    const success = await validateCheck(
      installation,
      parameters,
      originOf(request, parameters.client),
      webRequestOf(request, parameters),
    );
    if (success.nonce !== undefined) return sendSigned(installation, reply, success);
    return reply.send(successText(success, installation.now()));
  }
  app.post('/validate/check', check);
  app.get('/validate/check', check);

  async function trigger(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const facts = await requestFacts(installation, request);
    const { value } = await perform(installation, facts, triggerChallenge);
    const begun = value as BegunChallenge | undefined;
    const sent = begun && (await sendCodes(installation, begun, facts.client));
    return sendSigned(installation, reply, triggeredReply(sent, facts.parameters.nonce));
  }
  app.post('/validate/triggerchallenge', trigger);
  app.get('/validate/triggerchallenge', trigger);

  async function poll(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { transaction_id } = {
      ...mergeParameters(request.raw.url ?? '', undefined),
      ...(request.params as Parameters),
    };
    if (!transaction_id) throw new WireError('parameter', "Missing parameter: 'transaction_id'");
    const open = await installation.store.challenges.open(transaction_id, installation.now().toISOString());
    const value = open.some(({ answeredAt }) => answeredAt !== null);
    const detail = open.length > 0 ? { challenge_status: value ? 'accept' : 'pending' } : undefined;
    const authentication = value ? 'ACCEPT' : 'REJECT';
    return sendSigned(installation, reply, { id: 2, value, authentication, detail });
  }
  app.get('/validate/polltransaction', poll);
  app.get('/validate/polltransaction/:transaction_id', poll);
}
