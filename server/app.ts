import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import type { Installation } from './installation.ts';
import { ReceiptKeyError } from './keys/receipt-key.ts';
import { lookUpHook } from './resolvers/look-up-hook.ts';
import { adminRoutes } from './routes/admin.ts';
import { auditRoutes } from './routes/audit.ts';
import { authRoutes } from './routes/auth.ts';
import { challengeRoutes } from './routes/challenges.ts';
import { answerClientError } from './routes/client-error.ts';
import { defaultRealmRoutes } from './routes/default-realm.ts';
import { explainRoutes } from './routes/explain.ts';
import { gateRoutes } from './routes/gate.ts';
import { loadRoutes } from './routes/load.ts';
import { messageActRoutes } from './routes/message-acts.ts';
import { messageRoutes } from './routes/messages.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { peopleRoutes } from './routes/people.ts';
import { policyRoutes } from './routes/policy.ts';
import { policyFileRoutes } from './routes/policy-file.ts';
import { realmRoutes } from './routes/realm.ts';
import { resolverRoutes } from './routes/resolver.ts';
import { sendError } from './routes/send.ts';
import { smsGatewayRoutes } from './routes/smsgateway.ts';
import { smsGatewayTestRoutes } from './routes/smsgateway-test.ts';
import { smtpServerRoutes } from './routes/smtpserver.ts';
import { spareRoutes } from './routes/spares.ts';
import { stationTrailRoutes } from './routes/station-trail.ts';
import { stationRoutes } from './routes/stations.ts';
import { systemRoutes } from './routes/system.ts';
import { tokenRoutes } from './routes/token.ts';
import { tokenActRoutes } from './routes/token-acts.ts';
import { trustRoutes } from './routes/trust.ts';
import { ttypeRoutes } from './routes/ttype.ts';
import { userRoutes } from './routes/user.ts';
import { validateRoutes } from './routes/validate.ts';
import { StationError } from './station/station-error.ts';
import { DatabaseAwayError } from './store/database-away.ts';
import { isDiskFull } from './store/disk-full.ts';
import { WireError } from './wire/wire-error.ts';

const bodyLimitBytes = 64 * 1024;

/** The HTTP side of the server, over TLS. Listening is left to who asked. */
export function serverApp(
  installation: Installation,
  tls: { readonly key: string; readonly cert: string },
): FastifyInstance {
  const app = fastify({
    https: { ...tls, minVersion: 'TLSv1.2' },
    bodyLimit: bodyLimitBytes,
    routerOptions: { ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    requestTimeout: 30_000,
    clientErrorHandler: (error, socket) => answerClientError(installation.now, error, socket),
    frameworkErrors: (error, _request, reply) => void sendError(installation, reply, asWireError(error)),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('content-type', 'application/json').header('cache-control', 'no-store');
    done();
  });
  app.setNotFoundHandler((request, reply) =>
    isStationPath(request.url)
      ? sendStationError(reply, new StationError('not-found', 'there is nothing at this address'))
      : sendError(installation, reply, new WireError('notFound', 'The requested URL was not found on the server.')),
  );
  app.setErrorHandler((error, request, reply) =>
    isStationPath(request.url)
      ? sendStationError(reply, asStationError(error))
      : sendError(installation, reply, asWireError(error)),
  );
  openApiRoutes(app);
  lookUpHook(app, installation);
  validateRoutes(app, installation);
  challengeRoutes(app, installation);
  ttypeRoutes(app, installation);
  authRoutes(app, installation);
  tokenRoutes(app, installation);
  tokenActRoutes(app, installation);
  defaultRealmRoutes(app, installation);
  auditRoutes(app, installation);
  loadRoutes(app, installation);
  policyRoutes(app, installation);
  policyFileRoutes(app, installation);
  explainRoutes(app, installation);
  userRoutes(app, installation);
  realmRoutes(app, installation);
  resolverRoutes(app, installation);
  smtpServerRoutes(app, installation);
  smsGatewayRoutes(app, installation);
  systemRoutes(app, installation);
  messageRoutes(app, installation);
  messageActRoutes(app, installation);
  smsGatewayTestRoutes(app, installation);
  peopleRoutes(app, installation);
  adminRoutes(app, installation);
  gateRoutes(app, installation);
  trustRoutes(app, installation);
  stationRoutes(app, installation);
  spareRoutes(app, installation);
  stationTrailRoutes(app, installation);
  return app;
}

/** When it is worth trying again while the database is away. */
const awaySeconds = 5;

function isStationPath(url: string): boolean {
  return url.startsWith('/stations/');
}

function sendStationError(reply: FastifyReply, error: StationError) {
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds);
  return reply.code(error.status).type('application/json').send(JSON.stringify(error.body));
}

function asStationError(error: unknown): StationError {
  if (error instanceof StationError) return error;
  if (error instanceof WireError) {
    const { message, retryAfterSeconds } = error;
    return new StationError('busy', message, {
      cause: error,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  }
  if (error instanceof DatabaseAwayError) {
    const options = { cause: error, retryAfterSeconds: awaySeconds };
    return new StationError('busy', 'the database of the server does not answer', options);
  }
  if (error instanceof ReceiptKeyError) {
    report(error);
    return new StationError('busy', error.message, { cause: error, retryAfterSeconds: awaySeconds });
  }
  if (isDiskFull(error)) return new StationError('full', 'the disk of the server is full', { cause: error });
  const status = statusOf(error);
  if (status === 413) return new StationError('too-large', 'the body is too large', { cause: error });
  if (status < 500) return new StationError('refused', 'the request cannot be read', { cause: error });
  report(error);
  return new StationError('server-error', 'the server failed; try again', { cause: error });
}

function asWireError(error: unknown): WireError {
  if (error instanceof WireError) return error;
  if (error instanceof DatabaseAwayError) {
    const message = 'The database does not answer. Try again; what was asked may not have been done.';
    return new WireError('busy', message, { cause: error, retryAfterSeconds: awaySeconds });
  }
  if (isDiskFull(error))
    return new WireError('full', 'The disk of the server is full. Nothing was done.', { cause: error });
  const status = statusOf(error);
  if (status === 413) return new WireError('tooLarge', 'The body is too large.', { cause: error });
  if (status < 500) return new WireError('parameter', 'The request cannot be read.', { cause: error });
  report(error);
  return new WireError('internal', 'The server failed. Try again; what was asked may not have been done.', {
    cause: error,
  });
}

/** Errors of the HTTP library name a status; what names none is a defect of ours. */
function statusOf(error: unknown): number {
  const status = (error as { statusCode?: unknown }).statusCode;
  return typeof status === 'number' ? status : 500;
}

/** To standard error: the stack and nothing of the request. */
function report(error: unknown): void {
  console.error(error);
}
