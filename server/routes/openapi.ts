import type { FastifyInstance } from 'fastify';
import { openApiDocument } from '../openapi/document.ts';

/**
 * `GET /openapi.json`, our own: every route there is, and what each takes and gives. Registered before all others, so
 * that it sees them come.
 */
export function openApiRoutes(app: FastifyInstance): void {
  const routes: { method: string; url: string }[] = [];
  let text: string | undefined;
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, url });
  });
  app.get('/openapi.json', async (_request, reply) => {
    text ??= JSON.stringify(openApiDocument(routes));
    return reply.send(text);
  });
}
