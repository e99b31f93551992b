import { z } from 'zod';
import type { MailServer } from '../../domain/contract/administration/messaging.ts';
import type { Request } from '../../domain/contract/ipc.ts';
import { messageTrouble } from './message-trouble.ts';
import { readValue, type Wire } from './wire-client.ts';

/** What the server shows instead of a secret, and takes for 'as it was'. */
export const censored = '__CENSORED__';

const wireMailServers = z.record(
  z.string(),
  z.looseObject({
    server: z.string(),
    port: z.int(),
    tls: z.boolean(),
    username: z.string().nullish(),
    password: z.string().nullish(),
    sender: z.string().nullish(),
    description: z.string().nullish(),
    timeout: z.number().nullish(),
    ca: z.string().nullish(),
  }),
);

/** Where mail goes out: privacyIDEA's `/smtpserver/`. */
export async function listMailServers(wire: Wire): Promise<MailServer[]> {
  const { value } = await wire.ask({ method: 'GET', path: '/smtpserver/' });
  return Object.entries(readValue(wireMailServers, value)).map(([name, one]) => ({
    name,
    server: one.server,
    port: one.port,
    tls: one.tls,
    username: one.username ?? '',
    hasPassword: (one.password ?? '') !== '',
    sender: one.sender ?? '',
    description: one.description ?? '',
    timeoutSeconds: Math.round(one.timeout ?? 10),
    authority: one.ca ?? '',
  }));
}

export async function saveMailServer(wire: Wire, form: Request<'mail-servers/save'>) {
  await wire.ask({ method: 'POST', path: `/smtpserver/${encodeURIComponent(form.name)}`, ...definition(form) });
}

export async function tryMailServer(wire: Wire, form: Request<'mail-servers/try'>) {
  const { parameters, secrets } = definition(form);
  const { value, detail } = await wire.ask({
    method: 'POST',
    path: '/smtpserver/send_test_email',
    parameters: { ...parameters, identifier: form.name, recipient: form.recipient },
    secrets,
  });
  const said = z.looseObject({ message: z.string() }).safeParse(detail).data?.message ?? '';
  return { sent: readValue(z.boolean(), value), ...messageTrouble(said) };
}

export async function removeMailServer(wire: Wire, name: string) {
  await wire.ask({ method: 'DELETE', path: `/smtpserver/${encodeURIComponent(name)}` });
}

function definition(form: Request<'mail-servers/save'>) {
  const { server, port, username, sender, description, password } = form;
  const parameters = { server, port, tls: form.tls ? 1 : 0, username, sender, description };
  return {
    parameters: { ...parameters, timeout: form.timeoutSeconds, ca: form.authority },
    secrets: { password: password ?? new TextEncoder().encode(censored) },
  };
}
