import type { FastifyInstance } from 'fastify';
import { type Act, perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import { sendSigned } from './send.ts';

/** Not in its turn but now: somebody has put right what held it up. */
const retry: Act = {
  name: 'messages/retried',
  right: 'configwrite',
  target: 'nothing',
  async run({ store }, { parameters, at }) {
    const id = parameters.id ?? '';
    if (await store.messages.retryNow(id, at.toISOString())) return { value: true, audit: { info: id } };
    if ((await store.messages.find(id)) === undefined) throw notFound('message');
    throw new WireError('configuration', 'Only a message that waits can be sent now.', {
      reason: 'message-not-waiting',
    });
  },
};

/** Out of the queue unsent, or out of the list when it has ended. */
const giveUp: Act = {
  name: 'messages/given-up',
  right: 'configwrite',
  target: 'nothing',
  async run({ store }, { parameters, at }) {
    const id = parameters.id ?? '';
    const message = await store.messages.find(id);
    if (message === undefined) throw notFound('message');
    if (!(await store.messages.remove(id, at.toISOString()))) {
      throw new WireError('configuration', 'The message is being sent right now.', { reason: 'message-under-way' });
    }
    return { value: true, audit: { info: `${message.state} ${message.kind}`, message: id } };
  },
};

/** What can be done about a message that is stuck; `GET /messages/` lists them. */
export function messageActRoutes(app: FastifyInstance, installation: Installation): void {
  const wake = () => {
    for (const woken of installation.messaging.woken) woken();
  };
  app.post('/messages/:id/retry', async (request, reply) => {
    const success = await perform(installation, await requestFacts(installation, request), retry);
    wake();
    return sendSigned(installation, reply, success);
  });
  app.delete('/messages/:id', async (request, reply) =>
    sendSigned(installation, reply, await perform(installation, await requestFacts(installation, request), giveUp)),
  );
}
