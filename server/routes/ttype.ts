import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { receiveResponse } from '../check/receive-response.ts';
import { verifyYubicoOtp } from '../check/verify-yubico-otp.ts';
import type { Installation } from '../installation.ts';
import { mergeParameters, type Parameters } from '../wire/parameters.ts';
import { clientOf, originOf } from './origin-of.ts';
import { webRequestOf } from './web-request-of.ts';

/** privacyIDEA's `/ttype/<type>`: what programs ask that speak their own protocol, as plain text and without a login. */
export function ttypeRoutes(app: FastifyInstance, installation: Installation): void {
  const on = (type: string, answer: (parameters: Parameters, request: FastifyRequest) => Promise<string>) => {
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      const parameters = mergeParameters(request.raw.url ?? '', request.body as Buffer | undefined);
      return reply.type('text/plain; charset=utf-8').send(await answer(parameters, request));
    };
    app.get(`/ttype/${type}`, handler);
    app.post(`/ttype/${type}`, handler);
  };
  on('yubikey', (parameters, request) =>
    verifyYubicoOtp(installation, parameters, originOf(request, parameters.client), webRequestOf(request, parameters)),
  );
  on('qr', async (parameters, request) =>
    receiveResponse(installation, parameters, await clientOf(installation, request, parameters.client)),
  );
}
