import type { FastifyInstance } from 'fastify';
import { spareProofRequest } from '../../domain/contract/spare-proof.ts';
import type { Installation } from '../installation.ts';
import { proveSpare } from '../station/prove-spare.ts';
import { jsonBody, signer } from '../station/signed-request.ts';
import { StationError } from '../station/station-error.ts';

/** What a desk asks about the spares it wrote anew. */
export function spareRoutes(app: FastifyInstance, installation: Installation): void {
  app.post('/stations/self/spares', async (request, reply) => {
    const station = await signer(installation, request);
    const parsed = spareProofRequest.safeParse(jsonBody(request));
    if (!parsed.success) throw new StationError('refused', 'the request is not in the agreed form');
    return reply.send(JSON.stringify(await proveSpare(installation, station, parsed.data)));
  });
}
