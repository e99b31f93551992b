import type { FastifyRequest } from 'fastify';
import type { WebRequest } from '../policy/web-request.ts';
import type { Parameters } from '../wire/parameters.ts';

/** What conditions of policies see of a request. */
export function webRequestOf({ method, raw, ip, headers }: FastifyRequest, parameters: Parameters): WebRequest {
  return { method, path: (raw.url ?? '').split('?', 1)[0] ?? '', peer: ip, headers, parameters };
}
