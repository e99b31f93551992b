import type { FastifyInstance } from 'fastify';
import { type Act, perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import { apiKeySetting } from '../check/verify-yubico-otp.ts';
import type { Installation } from '../installation.ts';
import { assertLetterText } from '../letter/letter-text.ts';
import { allowedHostsSetting } from '../messaging/allowed-host.ts';
import { sealJson } from '../messaging/sealed-text.ts';
import { censored } from '../messaging/smtp-server.ts';
import { urlHostsSetting } from '../policy/save-policy.ts';
import { assertGoodSetting } from '../settings/server-settings.ts';
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
  async run(installation, { parameters }) {
    const settings = installation.store.systemSettings;
    const names = Object.keys(parameters).filter((name) => !/\.(?:type|desc)$/.test(name));
    if (names.length === 0) throw new WireError('parameter', 'There is no setting in the request: name=value.');
    const value: [string, 'insert' | 'update'][] = [];
    for (const name of names) {
      const known = (await settings.find(name)) !== undefined;
      await put(installation, name, parameters);
      value.push([name, known ? 'update' : 'insert']);
    }
    if ((await settings.all()).length > mostSettings) throw new WireError('parameter', 'There are too many settings.');
    return { value: Object.fromEntries(value), audit: { info: names.join(' ').slice(0, 300) } };
  },
};

const remove: Act = {
  name: 'system/removed',
  right: 'configdelete',
  target: 'nothing',
  async run({ store }, { parameters }) {
    const name = parameters.key ?? '';
    if (!(await store.systemSettings.remove(name))) throw notFound('setting');
    return { value: true, audit: { info: name.slice(0, 100) } };
  },
};

/** privacyIDEA's `/system/`: settings by name. A password among them is sealed and never shown. */
export function systemRoutes(app: FastifyInstance, installation: Installation): void {
  const settings = installation.store.systemSettings;
  app.get('/system/', async (request, reply) => {
    await authorize(installation, request, 'configread');
    const value = Object.fromEntries((await settings.all()).map((setting) => [setting.name, shown(setting)]));
    return sendSigned(installation, reply, { id: 1, value });
  });
  app.get<{ Params: { key: string } }>('/system/:key', async (request, reply) => {
    await authorize(installation, request, 'configread');
    const setting = await settings.find(request.params.key);
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

async function put(installation: Installation, name: string, parameters: Parameters): Promise<void> {
  const settings = installation.store.systemSettings;
  const { storeKey } = installation.keys;
  const value = parameters[name] ?? '';
  if (!/^[\w.:@-]{1,100}$/.test(name)) {
    throw new WireError('parameter', "The name of a setting is 1 to 100 letters, digits, '_', '.', ':', '@' or '-'.");
  }
  if (value.length > 5000) throw new WireError('parameter', `'${name}' is longer than 5000 characters.`);
  const description = (parameters[`${name}.desc`] ?? (await settings.find(name))?.description ?? '').slice(0, 500);
  if (parameters[`${name}.type`] === 'password' || name.startsWith(apiKeySetting)) {
    if (value === censored) return;
    if (name.startsWith(apiKeySetting)) assertApiKey(name, value);
    await settings.put({ name, description, value: null, sealed: sealJson(storeKey, `setting/${name}`, value) });
    return;
  }
  await assertGood(installation, name, value);
  await settings.put({ name, description, value, sealed: null });
}

/** Yubico gives keys of 20 bytes; fewer than 16 could be tried out. */
function assertApiKey(name: string, value: string): void {
  const isKey = /^[0-9A-Za-z+/]+={0,2}$/.test(value) && Buffer.from(value, 'base64').length >= 16;
  if (isKey && /^\d{1,10}$/.test(name.slice(apiKeySetting.length))) return;
  throw new WireError('parameter', `'${apiKeySetting}NUMBER' must be a key of at least 16 bytes in base64.`);
}

/** A setting that this server acts on is refused when it could not work. */
async function assertGood({ store }: Installation, name: string, value: string): Promise<void> {
  if (/^(?:pin|password)letter\.text\.(?:en|de)$/.test(name)) assertLetterText(name, value);
  if (name === 'email.identifier' || name === 'sms.identifier') {
    const kind = name === 'email.identifier' ? 'smtp' : 'sms';
    if ((await store.messageRoutes.find(kind, value)) === undefined) {
      const where = kind === 'smtp' ? '/smtpserver/' : '/smsgateway';
      throw new WireError('parameter', `'${name}' must be a name that ${where} lists.`);
    }
  }
  if (['email.validtime', 'sms.providerTimeout'].includes(name) || /^\w+ChallengeValidityTime$/.test(name)) {
    wholeNumber(value || 'none', 0, 1, 86_400);
  }
  assertGoodSetting(name, value);
  if (
    (name === allowedHostsSetting || name === urlHostsSetting) &&
    listOf(value).some((host) => !/^[\w.:[\]-]{1,253}$/.test(host))
  ) {
    throw new WireError('parameter', `'${name}' must be hosts, or host:port, with commas between.`);
  }
}
