import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { parseSignatureInput, signatureBase } from '../../domain/contract/message-signature.ts';
import type { Station, Stations } from '../store/stations.ts';
import { verifies } from './ed25519.ts';
import { StationError } from './station-error.ts';

/** What of a request is signed. `path` without the query. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/**
 * The station that signed a request (RFC 9421, RFC 9530 for the digest). What a station may ask for can be repeated
 * without harm, so a repeated nonce is not looked for.
 */
export async function verifyRequest(stations: Stations, request: SignedRequest): Promise<Station> {
  const digest = header(request, 'content-digest');
  const input = parseSignatureInput(header(request, 'signature-input'));
  const signature = /^keydesk=:([A-Za-z0-9+/]{86}==):$/.exec(header(request, 'signature'))?.[1];
  if (input === undefined || signature === undefined) {
    throw new StationError('signature', 'the request carries no signature of the expected form');
  }
  const expected = Buffer.from(`sha-256=:${createHash('sha256').update(request.body).digest('base64')}:`);
  const given = Buffer.from(digest);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new StationError('signature', 'the digest is not that of the body');
  }
  const station = await stations.find(input.station);
  const base = signatureBase(request.method, request.path, digest, input.parameters);
  if (station === undefined) {
    throw new StationError('unknown-station', 'there is no station of this name: it has to be enrolled again');
  }
  if (!verifies(station.publicKey, base, Buffer.from(signature, 'base64'))) {
    throw new StationError('signature', 'the signature is not of this station');
  }
  if (station.revokedAt !== null) throw new StationError('revoked', 'this station is no longer accepted');
  return station;
}

function header(request: SignedRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
