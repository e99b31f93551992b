import { z } from 'zod';
import type { Gateway } from '../../domain/contract/administration/messaging.ts';
import type { Request } from '../../domain/contract/ipc.ts';
import { censored } from './mail-servers.ts';
import { messageTrouble } from './message-trouble.ts';
import { readValue, type Wire } from './wire-client.ts';

const modules = {
  http: 'privacyidea.lib.smsprovider.HttpSMSProvider.HttpSMSProvider',
  smtp: 'privacyidea.lib.smsprovider.SmtpSMSProvider.SmtpSMSProvider',
} as const;

const wireGateways = z.array(
  z.looseObject({
    id: z.int(),
    name: z.string(),
    providermodule: z.string(),
    description: z.string().nullish(),
    options: z.record(z.string(), z.unknown()),
    headers: z.record(z.string(), z.unknown()).nullish(),
  }),
);

/** Where short messages go out: privacyIDEA's `/smsgateway`. Modules that are not known here are left out. */
export async function listGateways(wire: Wire): Promise<Gateway[]> {
  const { value } = await wire.ask({ method: 'GET', path: '/smsgateway' });
  return readValue(wireGateways, value).flatMap(({ id, name, providermodule, description, options, headers }) => {
    const kind = (['http', 'smtp'] as const).find((one) => modules[one] === providermodule);
    if (kind === undefined) return [];
    return [{ id, name, kind, description: description ?? '', options: shown(options), headers: shown(headers ?? {}) }];
  });
}

export async function saveGateway(wire: Wire, form: Request<'gateways/save'>) {
  const { name, kind, description, options, headers, secrets } = form;
  const typed = new Set(secrets.map((secret) => secret.name));
  const open = { ...sent('option', options), ...sent('header', headers) };
  await wire.ask({
    method: 'POST',
    path: '/smsgateway',
    parameters: {
      ...Object.fromEntries(Object.entries(open).filter(([field]) => !typed.has(field))),
      ...{ name, module: modules[kind], description },
    },
    secrets: Object.fromEntries(secrets.map((secret) => [secret.name, secret.value])),
  });
}

export async function tryGateway(wire: Wire, name: string, phone: string) {
  const { value, detail } = await wire.ask({ method: 'POST', path: '/smsgateway/test', parameters: { name, phone } });
  const said = z.looseObject({ message: z.string() }).safeParse(detail).data?.message ?? '';
  return { sent: readValue(z.boolean(), value), ...messageTrouble(said) };
}

export async function removeGateway(wire: Wire, name: string) {
  await wire.ask({ method: 'DELETE', path: `/smsgateway/${encodeURIComponent(name)}` });
}

function shown(values: Readonly<Record<string, unknown>>) {
  return Object.entries(values).map(([name, value]) => ({
    name,
    value: String(value) === censored ? null : String(value),
  }));
}

function sent(prefix: string, fields: readonly { readonly name: string; readonly value: string | null }[]) {
  return Object.fromEntries(fields.map(({ name, value }) => [`${prefix}.${name}`, value ?? censored]));
}
