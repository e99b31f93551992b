import type { FastifyInstance } from 'fastify';
import { type Act, perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { allowedHostsSetting } from '../messaging/allowed-host.ts';
import { sealJson } from '../messaging/sealed-text.ts';
import { censored } from '../messaging/smtp-server.ts';
import type { SystemSetting } from '../store/system-settings.ts';
import { listOf, type Parameters, wholeNumber } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import { authorize } from './login-token.ts';
import { sendSigned } from './send.ts';

const mostSettings = 1000;

const setConfig: Act = {
  name: 'system/set',
  right: 'configwrite',
  target: 'nothing',
  run(installation, { parameters }) {
    const { settings } = installation.messaging;
    const names = Object.keys(parameters).filter((name) => !/\.(?:type|desc)$/.test(name));
    if (names.length === 0) throw new WireError('parameter', 'There is no setting in the request: name=value.');
    const value = names.map((name): [string, 'insert' | 'update'] => {
      const known = settings.find(name) !== undefined;
      put(installation, name, parameters);
      return [name, known ? 'update' : 'insert'];
    });
    if (settings.all().length > mostSettings) throw new WireError('parameter', 'There are too many settings.');
    return { value: Object.fromEntries(value), audit: { info: names.join(' ').slice(0, 300) } };
  },
};

const remove: Act = {
  name: 'system/removed',
  right: 'configdelete',
  target: 'nothing',
  run({ messaging }, { parameters }) {
    const name = parameters.key ?? '';
    if (!messaging.settings.remove(name)) throw notFound('setting');
    return { value: true, audit: { info: name.slice(0, 100) } };
  },
};

/** privacyIDEA's `/system/`: settings by name. A password among them is sealed and never shown. */
export function systemRoutes(app: FastifyInstance, installation: Installation): void {
  const { settings } = installation.messaging;
  app.get('/system/', async (request, reply) => {
    await authorize(installation, request, 'configread');
    const value = Object.fromEntries(settings.all().map((setting) => [setting.name, shown(setting)]));
    return sendSigned(installation, reply, { id: 1, value });
  });
  app.get<{ Params: { key: string } }>('/system/:key', async (request, reply) => {
    await authorize(installation, request, 'configread');
    const setting = settings.find(request.params.key);
    return sendSigned(installation, reply, { id: 1, value: setting === undefined ? null : shown(setting) });
  });
  app.post('/system/setConfig', async (request, reply) =>
    sendSigned(installation, reply, await perform(installation, await requestFacts(installation, request), setConfig)),
  );
  app.delete('/system/:key', async (request, reply) =>
    sendSigned(installation, reply, await perform(installation, await requestFacts(installation, request), remove)),
  );
}

function shown({ value }: SystemSetting): string {
  return value ?? censored;
}

function put(installation: Installation, name: string, parameters: Parameters): void {
  const { settings, storeKey } = installation.messaging;
  const value = parameters[name] ?? '';
  if (!/^[\w.:@-]{1,100}$/.test(name)) {
    throw new WireError('parameter', "The name of a setting is 1 to 100 letters, digits, '_', '.', ':', '@' or '-'.");
  }
  if (value.length > 5000) throw new WireError('parameter', `'${name}' is longer than 5000 characters.`);
  const description = (parameters[`${name}.desc`] ?? settings.find(name)?.description ?? '').slice(0, 500);
  if (parameters[`${name}.type`] === 'password') {
    if (value === censored) return;
    settings.put({ name, description, value: null, sealed: sealJson(storeKey, `setting/${name}`, value) });
    return;
  }
  assertGood(installation, name, value);
  settings.put({ name, description, value, sealed: null });
}

/** A setting that this server acts on is refused when it could not work. */
function assertGood({ messaging }: Installation, name: string, value: string): void {
  if (name === 'email.identifier' || name === 'sms.identifier') {
    const kind = name === 'email.identifier' ? 'smtp' : 'sms';
    if (messaging.routes.find(kind, value) === undefined) {
      const where = kind === 'smtp' ? '/smtpserver/' : '/smsgateway';
      throw new WireError('parameter', `'${name}' must be a name that ${where} lists.`);
    }
  }
  if (['email.validtime', 'sms.providerTimeout'].includes(name) || /^\w+ChallengeValidityTime$/.test(name)) {
    wholeNumber(value || 'none', 0, 1, 86_400);
  }
  if (name === allowedHostsSetting && listOf(value).some((host) => !/^[\w.:[\]-]{1,253}$/.test(host))) {
    throw new WireError('parameter', `'${name}' must be hosts, or host:port, with commas between.`);
  }
}
