import type { FastifyRequest } from 'fastify';
import type { Installation } from '../installation.ts';
import type { Station } from '../store/stations.ts';
import { StationError } from './station-error.ts';
import { verifyRequest } from './verify-request.ts';

/** The station that signed a request; throws what the station is told when it is none. */
export function signer(installation: Installation, request: FastifyRequest): Promise<Station> {
  const { method, url, headers } = request.raw;
  return verifyRequest(installation.store.stations, {
    method: method ?? '',
    path: (url ?? '').split('?')[0] ?? '',
    headers,
    body: bodyBytes(request),
  });
}

/** The body of a station's request. */
export function jsonBody(request: FastifyRequest): unknown {
  try {
    return JSON.parse(bodyBytes(request).toString('utf8'));
  } catch (cause) {
    throw new StationError('refused', 'the body is not JSON', { cause });
  }
}

function bodyBytes(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
