import type { FastifyRequest } from 'fastify';
import type { Installation } from '../installation.ts';
import { clientAddress, type Origin } from '../wire/client-address.ts';

/** What a request says of where it comes from; only login clients may name somebody in a parameter. */
export function originOf(request: FastifyRequest, named?: string): Origin {
  const header = request.headers['x-forwarded-for'];
  return { peer: request.ip, forwardedFor: Array.isArray(header) ? header.join(',') : header, named };
}

/** The client of a request, as far as whoever speaks for it is trusted. */
export async function clientOf(
  { settings }: Pick<Installation, 'settings'>,
  request: FastifyRequest,
  named?: string,
): Promise<string> {
  const { trusted } = await settings();
  return clientAddress(originOf(request, named), trusted);
}
