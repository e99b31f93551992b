import type { FastifyInstance } from 'fastify';
import { type Act, perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { allowedHosts, findRoute, listRoutes, type Messaging, putRoute } from '../messaging/messaging.ts';
import {
  type GatewaySurroundings,
  httpModule,
  readSmsGateway,
  type SmsGateway,
  shownSmsGateway,
  smtpModule,
} from '../messaging/sms-gateway.ts';
import { required } from '../wire/parameters.ts';
import { notFound } from '../wire/wire-error.ts';
import { authorize } from './login-token.ts';
import { routeName } from './route-name.ts';
import { sendSigned } from './send.ts';

const define: Act = {
  name: 'smsgateway/defined',
  right: 'smsgateway_write',
  target: 'nothing',
  async run({ messaging }, { parameters }) {
    const name = routeName(required(parameters, 'name'));
    const gateway = readSmsGateway(parameters, await surroundings(messaging, await findRoute(messaging, 'sms', name)));
    return { value: await putRoute(messaging, 'sms', name, gateway), audit: { info: name } };
  },
};

const remove: Act = {
  name: 'smsgateway/removed',
  right: 'smsgateway_write',
  target: 'nothing',
  async run({ messaging }, { parameters }) {
    const name = routeName(parameters.name);
    const id = await messaging.store.messageRoutes.remove('sms', name);
    if (id === undefined) throw notFound('SMS gateway');
    return { value: id, audit: { info: name } };
  },
};

/** `option.NAME` or `header.NAME`; what is left must still be a gateway. */
const removeOption: Act = {
  name: 'smsgateway/option-removed',
  right: 'smsgateway_write',
  target: 'nothing',
  async run({ messaging }, { parameters }) {
    const found = (await listRoutes(messaging, 'sms')).find(({ id }) => String(id) === parameters.id);
    const { key = '' } = parameters;
    const fields = found === undefined ? {} : fieldsOf(found.definition);
    if (found === undefined || fields[key] === undefined) throw notFound('option of an SMS gateway');
    const { [key]: _, ...left } = fields;
    const gateway = readSmsGateway(left, await surroundings(messaging, found.definition));
    return { value: await putRoute(messaging, 'sms', found.name, gateway), audit: { info: `${found.name} ${key}` } };
  },
};

function fieldsOf({ module, description, options, headers }: SmsGateway): Record<string, string> {
  const prefixed = (prefix: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]): [string, string] => [`${prefix}.${name}`, value]);
  return {
    module,
    description,
    ...Object.fromEntries([...prefixed('option', options), ...prefixed('header', headers)]),
  };
}

async function surroundings(messaging: Messaging, before: SmsGateway | undefined): Promise<GatewaySurroundings> {
  const servers = await messaging.store.messageRoutes.list('smtp');
  return {
    before,
    allowedHosts: await allowedHosts(messaging),
    hasSmtpServer: (server) => servers.some(({ name }) => name === server),
  };
}

/** privacyIDEA's `/smsgateway`: where short messages go out. */
export function smsGatewayRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/smsgateway', async (request, reply) => {
    await authorize(installation, request, 'smsgateway_read');
    return sendSigned(installation, reply, { id: 1, value: await shown(installation) });
  });
  app.get<{ Params: { id: string } }>('/smsgateway/:id', async (request, reply) => {
    await authorize(installation, request, 'smsgateway_read');
    const { id } = request.params;
    const value =
      id === 'providers' ? providers : (await shown(installation)).filter((gateway) => String(gateway.id) === id);
    return sendSigned(installation, reply, { id: 1, value });
  });
  app.post('/smsgateway', async (request, reply) =>
    sendSigned(installation, reply, await perform(installation, await requestFacts(installation, request), define)),
  );
  app.delete('/smsgateway/option/:id/:key', async (request, reply) =>
    sendSigned(
      installation,
      reply,
      await perform(installation, await requestFacts(installation, request), removeOption),
    ),
  );
  app.delete('/smsgateway/:name', async (request, reply) =>
    sendSigned(installation, reply, await perform(installation, await requestFacts(installation, request), remove)),
  );
}

async function shown({ messaging }: Installation) {
  const gateways = await listRoutes(messaging, 'sms');
  return gateways.map(({ id, name, definition }) => shownSmsGateway(id, name, definition));
}

/** What each module takes, in the form that privacyIDEA's clients draw their fields from. */
const providers = {
  [httpModule]: {
    options_allowed: true,
    headers_allowed: true,
    parameters: {
      URL: { required: true, description: 'The address of the gateway' },
      HTTP_METHOD: { required: true, description: 'How it is asked', values: ['GET', 'POST'] },
      RETURN_SUCCESS: { description: 'A text that the answer has when the message was taken' },
      RETURN_FAIL: { description: 'A text that the answer has when it was not' },
      USERNAME: { description: 'A name for HTTP Basic' },
      PASSWORD: { description: 'Its password' },
      CHECK_SSL: { description: 'The certificate is always checked', values: ['yes'] },
      CA: { description: "The authority of the gateway's certificate, in PEM" },
      SEND_DATA_AS_JSON: { description: 'Whether a POST carries JSON', values: ['yes', 'no'] },
      REGEXP: { description: "A change to the number: '/[+/]//'" },
      TIMEOUT: { description: 'Seconds until it must have answered' },
    },
  },
  [smtpModule]: {
    options_allowed: false,
    headers_allowed: false,
    parameters: {
      IDENTIFIER: { required: true, description: 'The SMTP server' },
      MAILTO: { required: true, description: 'The address, with {phone} in it' },
      SUBJECT: { description: 'The subject, with {phone} or {otp} in it' },
      BODY: { description: 'The text, with {phone} or {otp} in it' },
    },
  },
};
