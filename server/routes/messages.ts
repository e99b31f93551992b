import type { FastifyInstance } from 'fastify';
import type { Installation } from '../installation.ts';
import type { MessageFilter, MessageRow } from '../store/messages.ts';
import { mergeParameters, wholeNumber } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { authorize } from './login-token.ts';
import { sendSigned } from './send.ts';

const filters = ['waiting', 'sending', 'sent', 'refused', 'expired', 'stuck'] as const;

/** `GET /messages/`, our own: what went out, what waits and what is stuck. Neither recipient nor text is shown. */
export function messageRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/messages/', async (request, reply) => {
    await authorize(installation, request, 'configread');
    const { state, page, pagesize } = mergeParameters(request.raw.url ?? '', undefined);
    const filter = filterOf(state);
    const current = wholeNumber(page, 1, 1, 1_000_000);
    const size = wholeNumber(pagesize, 15, 1, 1000);
    const { messages } = installation.store;
    return sendSigned(installation, reply, {
      id: 1,
      value: {
        count: await messages.count(filter),
        stuck: await messages.count('stuck'),
        current,
        messages: (await messages.list(filter, { offset: (current - 1) * size, limit: size })).map(messageObject),
      },
    });
  });
}

function filterOf(state: string | undefined): MessageFilter {
  if (!state) return undefined;
  const filter = filters.find((name) => name === state);
  if (filter === undefined) throw new WireError('parameter', `'state' is one of ${filters.join(', ')}.`);
  return filter;
}

function messageObject(row: MessageRow): Readonly<Record<string, unknown>> {
  return {
    id: row.id,
    kind: row.kind,
    identifier: row.route,
    serial: row.about,
    state: row.state,
    attempts: row.attempts,
    enqueued_at: row.enqueuedAt,
    next_attempt_at: row.finishedAt === null ? row.nextAttemptAt : null,
    expires_at: row.expiresAt,
    finished_at: row.finishedAt,
    trouble: row.trouble,
  };
}
