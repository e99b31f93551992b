import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { controllerSignIn } from '../../domain/contract/controller-sign-in.ts';
import { enrolRequest } from '../../domain/contract/station.ts';
import { partsRequest } from '../../domain/contract/station-parts.ts';
import { touchProofRequest } from '../../domain/contract/touch-proof.ts';
import type { Installation } from '../installation.ts';
import { enrolStation } from '../station/enrol.ts';
import { proveTouch } from '../station/prove-touch.ts';
import { jsonBody, signer } from '../station/signed-request.ts';
import { manifestFor, partsBytes, readySnapshot, snapshotBytes, versionFor } from '../station/snapshot.ts';
import { StationError } from '../station/station-error.ts';
import { takeRecord } from '../station/take-record.ts';
import { giveTemporaryCode, temporaryCodeRequest } from '../trust/give-temporary-code.ts';
import { endCodeRequest, endLiveCode, liveCodesFor, liveCodesRequest } from '../trust/live-codes.ts';
import { signInController } from '../trust/sign-in.ts';

/** A part of an order with the longest names is more than half of it, a count of the largest shelf a third. */
const recordLimitBytes = 2 * 1024 * 1024;

/** The desk's own part of the wire: enrolment, snapshot, records. See domain/contract/station.ts. */
export function stationRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/ca.pem', async (_request, reply) => reply.type('application/x-pem-file').send(installation.authority.ca));

  app.post('/stations/enrol', async (request, reply) => {
    const parsed = enrolRequest.safeParse(jsonBody(request));
    if (!parsed.success) throw new StationError('refused', 'the request is not in the agreed form');
    return reply.send(JSON.stringify(await enrolStation(installation, parsed.data)));
  });

  app.get('/stations/self/snapshot', async (request, reply) => {
    const { station, snapshot, isSame } = await toldTo(installation, request, reply);
    if (isSame) return reply.code(304).send();
    const packed = acceptsGzip(request);
    if (packed) reply.header('content-encoding', 'gzip');
    return reply.send(await snapshotBytes(snapshot, station, installation.now(), packed));
  });

  app.get('/stations/self/parts', async (request, reply) => {
    const { station, snapshot, isSame } = await toldTo(installation, request, reply);
    if (isSame) return reply.code(304).send();
    const manifest = Buffer.from(JSON.stringify(manifestFor(snapshot, station, installation.now())));
    if (!acceptsGzip(request)) return reply.send(manifest);
    return reply.header('content-encoding', 'gzip').send(await pack(manifest));
  });

  app.post('/stations/self/parts', async (request, reply) => {
    await signer(installation, request);
    const parsed = partsRequest.safeParse(jsonBody(request));
    if (!parsed.success) throw new StationError('refused', 'the request is not in the agreed form');
    const packed = acceptsGzip(request);
    if (packed) reply.header('content-encoding', 'gzip');
    return reply.send(await partsBytes(await readySnapshot(installation), parsed.data.names, packed));
  });

  app.put('/stations/self/records/:id', { bodyLimit: recordLimitBytes }, async (request, reply) => {
    const station = await signer(installation, request);
    const { id } = request.params as { readonly id: string };
    return reply.send(await takeRecord(installation, station, id, jsonBody(request)));
  });

  app.post('/stations/self/controllers/sign-in', async (request, reply) => {
    const station = await signer(installation, request);
    const parsed = controllerSignIn.safeParse(jsonBody(request));
    if (!parsed.success) throw new StationError('refused', 'the request is not in the agreed form');
    return reply.send(JSON.stringify(await signInController(installation, station, parsed.data)));
  });

  app.post('/stations/self/touches', async (request, reply) => {
    const station = await signer(installation, request);
    const parsed = touchProofRequest.safeParse(jsonBody(request));
    if (!parsed.success) throw new StationError('refused', 'the request is not in the agreed form');
    return reply.send(JSON.stringify(await proveTouch(installation, station, parsed.data)));
  });

  app.post('/stations/self/temporary-codes', async (request, reply) => {
    const station = await signer(installation, request);
    const parsed = temporaryCodeRequest.safeParse(jsonBody(request));
    if (!parsed.success) throw new StationError('refused', 'the request is not in the agreed form');
    return reply.send(JSON.stringify(await giveTemporaryCode(installation, station.id, parsed.data)));
  });

  app.post('/stations/self/temporary-codes/alive', async (request, reply) => {
    const station = await signer(installation, request);
    const parsed = liveCodesRequest.safeParse(jsonBody(request));
    if (!parsed.success) throw new StationError('refused', 'the request is not in the agreed form');
    return reply.send(JSON.stringify({ codes: await liveCodesFor(installation, station.id, parsed.data) }));
  });

  app.post('/stations/self/temporary-codes/end', async (request, reply) => {
    const station = await signer(installation, request);
    const parsed = endCodeRequest.safeParse(jsonBody(request));
    if (!parsed.success) throw new StationError('refused', 'the request is not in the agreed form');
    return reply.send(JSON.stringify(await endLiveCode(installation, station.id, parsed.data)));
  });
}

const pack = promisify(gzip);

/** What a station is told, and whether it has heard just that. */
async function toldTo(installation: Installation, request: FastifyRequest, reply: FastifyReply) {
  const station = await signer(installation, request);
  const snapshot = await readySnapshot(installation);
  const tag = `"${versionFor(snapshot, station)}"`;
  reply.header('etag', tag).header('vary', 'accept-encoding');
  const isSame = request.headers['if-none-match'] === tag;
  // The time by which a desk compares its clock, also when nothing else has changed.
  if (isSame) reply.header('date', installation.now().toUTCString());
  return { station, snapshot, isSame };
}

function acceptsGzip({ headers }: FastifyRequest): boolean {
  return /(^|[\s,])gzip($|[\s,;])(?!\s*q=0(\.0*)?(\s|,|$))/.test(String(headers['accept-encoding'] ?? ''));
}
