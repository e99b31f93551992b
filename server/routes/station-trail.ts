import type { FastifyInstance } from 'fastify';
import {
  countersignedNote,
  inclusionRequest,
  reportedContradiction,
  toldHead,
} from '../../domain/contract/trail-wire.ts';
import type { Installation } from '../installation.ts';
import { jsonBody, signer } from '../station/signed-request.ts';
import { StationError } from '../station/station-error.ts';
import { takeContradiction, takeCountersignature } from '../trail/countersign.ts';
import { offerCheckpoint, proveInclusion } from '../trail/offer-checkpoint.ts';
import { takeHead } from '../trail/take-head.ts';

/** How stations watch the log and sign what they saw. See domain/contract/trail-wire.ts. */
export function stationTrailRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/stations/self/checkpoint', async (request, reply) => {
    await signer(installation, request);
    const { from = '0' } = request.query as { readonly from?: string };
    if (!/^(0|[1-9]\d{0,14})$/.test(from)) throw new StationError('refused', 'from is no number of entries');
    return reply.send(JSON.stringify(await offerCheckpoint(installation, Number(from))));
  });

  app.put('/stations/self/checkpoint', async (request, reply) => {
    const station = await signer(installation, request);
    const { note } = agreed(countersignedNote.safeParse(jsonBody(request)));
    await takeCountersignature(installation, station, note);
    return reply.send('{}');
  });

  app.get('/stations/self/receipt-keys', async (request, reply) => {
    await signer(installation, request);
    return reply.send(JSON.stringify(await installation.store.receiptKeys.all()));
  });

  app.post('/stations/self/inclusion', async (request, reply) => {
    const station = await signer(installation, request);
    const asked = agreed(inclusionRequest.safeParse(jsonBody(request)));
    return reply.send(JSON.stringify(await proveInclusion(installation, station.id, asked)));
  });

  app.put('/stations/self/audit-head', async (request, reply) => {
    const station = await signer(installation, request);
    const told = agreed(toldHead.safeParse(jsonBody(request)));
    return reply.send(JSON.stringify({ known: await takeHead(installation, station, told) }));
  });

  app.put('/stations/self/contradictions/:id', async (request, reply) => {
    const station = await signer(installation, request);
    const { id } = request.params as { readonly id: string };
    if (!/^[0-9a-f]{32}$/.test(id)) throw new StationError('refused', 'the address names no contradiction');
    await takeContradiction(installation, station, id, agreed(reportedContradiction.safeParse(jsonBody(request))));
    return reply.send('{}');
  });
}

function agreed<T>(parsed: { readonly success: true; readonly data: T } | { readonly success: false }): T {
  if (!parsed.success) throw new StationError('refused', 'the request is not in the agreed form');
  return parsed.data;
}
