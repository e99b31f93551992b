import type { FastifyInstance, FastifyRequest } from 'fastify';
import { enrolRequest } from '../../domain/contract/station.ts';
import type { Installation } from '../installation.ts';
import { enrolStation } from '../station/enrol.ts';
import { readySnapshot, snapshotBytes } from '../station/snapshot.ts';
import { StationError } from '../station/station-error.ts';
import { takeRecord } from '../station/take-record.ts';
import { verifyRequest } from '../station/verify-request.ts';
import type { Station } from '../store/stations.ts';
import { giveTemporaryCode, temporaryCodeRequest } from '../trust/give-temporary-code.ts';

const recordLimitBytes = 256 * 1024;

/** The desk's own part of the wire: enrolment, snapshot, records. See domain/contract/station.ts. */
export function stationRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/ca.pem', async (_request, reply) => reply.type('application/x-pem-file').send(installation.authority.ca));

  app.post('/stations/enrol', async (request, reply) => {
    const parsed = enrolRequest.safeParse(jsonBody(request));
    if (!parsed.success) throw new StationError('refused', 'the request is not in the agreed form');
    return reply.send(JSON.stringify(await enrolStation(installation, parsed.data)));
  });

  app.get('/stations/self/snapshot', async (request, reply) => {
    await signer(installation, request);
    const snapshot = await readySnapshot(installation);
    const tag = `"${snapshot.version}"`;
    reply.header('etag', tag).header('vary', 'accept-encoding');
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
    const packed = acceptsGzip(request);
    if (packed) reply.header('content-encoding', 'gzip');
    return reply.send(await snapshotBytes(snapshot, installation.now(), packed));
  });

  app.put('/stations/self/records/:id', { bodyLimit: recordLimitBytes }, async (request, reply) => {
    const station = await signer(installation, request);
    const { id } = request.params as { readonly id: string };
    return reply.send(await takeRecord(installation, station, id, jsonBody(request)));
  });

  app.post('/stations/self/temporary-codes', async (request, reply) => {
    const station = await signer(installation, request);
    const parsed = temporaryCodeRequest.safeParse(jsonBody(request));
    if (!parsed.success) throw new StationError('refused', 'the request is not in the agreed form');
    return reply.send(JSON.stringify(await giveTemporaryCode(installation, station.id, parsed.data)));
  });
}

function acceptsGzip({ headers }: FastifyRequest): boolean {
  return /(^|[\s,])gzip($|[\s,;])(?!\s*q=0(\.0*)?(\s|,|$))/.test(String(headers['accept-encoding'] ?? ''));
}

function signer(installation: Installation, request: FastifyRequest): Promise<Station> {
  const { method, url, headers } = request.raw;
  return verifyRequest(installation.store.stations, {
    method: method ?? '',
    path: (url ?? '').split('?')[0] ?? '',
    headers,
    body: bodyBytes(request),
  });
}

function bodyBytes(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

function jsonBody(request: FastifyRequest): unknown {
  try {
    return JSON.parse(bodyBytes(request).toString('utf8'));
  } catch (cause) {
    throw new StationError('refused', 'the body is not JSON', { cause });
  }
}
