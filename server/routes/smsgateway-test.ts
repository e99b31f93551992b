import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type Act, perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { phoneNumber } from '../messaging/message.ts';
import { findRoute } from '../messaging/messaging.ts';
import { SendFailure } from '../messaging/send-failure.ts';
import { sendMessage } from '../messaging/send-message.ts';
import { required } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import { routeName } from './route-name.ts';
import { sendSigned } from './send.ts';

const limitMs = 20_000;

interface Trial {
  readonly sent: boolean;
  readonly message: string;
}

/** Sends for real, by the gateway as it is kept; what the other side said to it is the answer. */
const tryGateway: Act<Trial> = {
  name: 'smsgateway/tested',
  right: 'smsgateway_write',
  target: 'nothing',
  async prepare({ messaging }, { parameters }) {
    const name = routeName(required(parameters, 'name'));
    if ((await findRoute(messaging, 'sms', name)) === undefined) throw notFound('SMS gateway');
    const to = phone(required(parameters, 'phone'));
    const content = { to, subject: 'Test', text: 'This is a test from Keydesk.' };
    try {
      await sendMessage(messaging, randomUUID(), 'sms', name, content, AbortSignal.timeout(limitMs));
      return { sent: true, message: 'The gateway took the message.' };
    } catch (error) {
      if (error instanceof SendFailure) return { sent: false, message: error.message };
      throw error;
    }
  },
  run: (_installation, { parameters }, _target, { sent, message }) => ({
    value: sent,
    detail: () => ({ message }),
    audit: { info: parameters.name ?? '', sent },
  }),
};

/** `POST /smsgateway/test`, our own: privacyIDEA has a test for mail servers only. */
export function smsGatewayTestRoutes(app: FastifyInstance, installation: Installation): void {
  app.post('/smsgateway/test', async (request, reply) =>
    sendSigned(installation, reply, await perform(installation, await requestFacts(installation, request), tryGateway)),
  );
}

function phone(text: string): string {
  try {
    return phoneNumber(text);
  } catch (error) {
    if (error instanceof SendFailure) throw new WireError('parameter', `'phone': ${error.message}.`, { cause: error });
    throw error;
  }
}
