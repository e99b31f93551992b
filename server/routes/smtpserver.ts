import type { FastifyInstance } from 'fastify';
import { type Act, perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { emailAddress } from '../messaging/message.ts';
import { findRoute, listRoutes, putRoute } from '../messaging/messaging.ts';
import { SendFailure } from '../messaging/send-failure.ts';
import { sendMail } from '../messaging/send-mail.ts';
import { readSmtpServer, type SmtpServer, shownSmtpServer } from '../messaging/smtp-server.ts';
import { type Parameters, required } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import { authorize } from './login-token.ts';
import { routeName } from './route-name.ts';
import { sendSigned } from './send.ts';

const define: Act = {
  name: 'smtpserver/defined',
  right: 'smtpserver_write',
  target: 'nothing',
  async run(installation, { parameters }) {
    const name = routeName(parameters.name);
    await putRoute(installation.messaging, 'smtp', name, await definition(installation, name, parameters));
    return { value: true, audit: { info: name } };
  },
};

const remove: Act = {
  name: 'smtpserver/removed',
  right: 'smtpserver_write',
  target: 'nothing',
  async run({ messaging }, { parameters }) {
    const name = routeName(parameters.name);
    if ((await messaging.store.messageRoutes.remove('smtp', name)) === undefined) throw notFound('SMTP server');
    return { value: true, audit: { info: name } };
  },
};

/** Sends for real; what the mail server said to it is the answer. */
const sendTest: Act<{ readonly sent: boolean; readonly message: string }> = {
  name: 'smtpserver/tested',
  right: 'smtpserver_write',
  target: 'nothing',
  async prepare(installation, { parameters }) {
    const name = routeName(required(parameters, 'identifier'));
    const server = await definition(installation, name, parameters);
    return tested(installation, server, name, recipient(parameters));
  },
  run: (_installation, { parameters }, _target, { sent, message }) => ({
    value: sent,
    detail: () => ({ message }),
    audit: { info: parameters.identifier ?? '', sent },
  }),
};

/** privacyIDEA's `/smtpserver/`: where mail goes out. */
export function smtpServerRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/smtpserver/', async (request, reply) => {
    await authorize(installation, request, 'smtpserver_read');
    const servers = await listRoutes(installation.messaging, 'smtp');
    const value = Object.fromEntries(servers.map(({ name, definition }) => [name, shownSmtpServer(definition)]));
    return sendSigned(installation, reply, { id: 1, value });
  });
  app.post('/smtpserver/send_test_email', async (request, reply) =>
    sendSigned(installation, reply, await perform(installation, await requestFacts(installation, request), sendTest)),
  );
  app.post('/smtpserver/:name', async (request, reply) =>
    sendSigned(installation, reply, await perform(installation, await requestFacts(installation, request), define)),
  );
  app.delete('/smtpserver/:name', async (request, reply) =>
    sendSigned(installation, reply, await perform(installation, await requestFacts(installation, request), remove)),
  );
}

async function definition({ messaging }: Installation, name: string, parameters: Parameters): Promise<SmtpServer> {
  return readSmtpServer(parameters, await findRoute(messaging, 'smtp', name));
}

function recipient(parameters: Parameters): string {
  try {
    return emailAddress(required(parameters, 'recipient'));
  } catch (error) {
    if (error instanceof SendFailure) throw new WireError('parameter', `'recipient': ${error.message}.`);
    throw error;
  }
}

async function tested(
  { now }: Installation,
  server: SmtpServer,
  name: string,
  to: string,
): Promise<{ readonly sent: boolean; readonly message: string }> {
  const limit = AbortSignal.timeout(server.timeoutSeconds * 1000);
  const content = {
    to,
    subject: 'Test e-mail from Keydesk',
    text: `This is a test. The SMTP server '${name}' works.`,
  };
  try {
    await sendMail(server, `test-${now().getTime()}`, content, limit);
    return { sent: true, message: 'The mail server took the message.' };
  } catch (error) {
    if (error instanceof SendFailure) return { sent: false, message: error.message };
    throw error;
  }
}
