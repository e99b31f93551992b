import { z } from 'zod';
import type { Message, SystemSetting } from '../../domain/contract/administration/messaging.ts';
import { messageTrouble } from './message-trouble.ts';
import { readValue, type Wire } from './wire-client.ts';

const pageSize = 50;

const wireMessages = z.object({
  count: z.int(),
  stuck: z.int(),
  messages: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['email', 'sms']),
      identifier: z.string(),
      serial: z.string(),
      state: z.enum(['waiting', 'sending', 'sent', 'refused', 'expired']),
      attempts: z.int(),
      enqueued_at: z.string(),
      next_attempt_at: z.string().nullable(),
      expires_at: z.string(),
      finished_at: z.string().nullable(),
      trouble: z.string().nullable(),
    }),
  ),
});

/** A page of the queue: Keydesk's own `/messages/`. Neither recipient nor text is told. */
export async function listMessages(wire: Wire, state: 'stuck' | 'waiting' | 'all', page: number) {
  const parameters = { state: state === 'all' ? undefined : state, page, pagesize: pageSize };
  const { value } = await wire.ask({ method: 'GET', path: '/messages/', parameters });
  const { count, stuck, messages } = readValue(wireMessages, value);
  const rows = messages.map((one): Message => {
    const { id, kind, serial, attempts, trouble } = one;
    return {
      ...{ id, kind, serial, attempts, state: one.state, route: one.identifier, enqueuedAt: one.enqueued_at },
      trouble: trouble === null ? null : messageTrouble(trouble),
      ...{ nextAttemptAt: one.next_attempt_at, expiresAt: one.expires_at, finishedAt: one.finished_at },
    };
  });
  return { rows, next: page * pageSize < count ? page + 1 : null, total: count, stuck };
}

export async function retryMessage(wire: Wire, id: string) {
  await wire.ask({ method: 'POST', path: `/messages/${encodeURIComponent(id)}/retry` });
}

/** Takes it out of the queue, or out of sight when it has ended. */
export async function giveUpMessage(wire: Wire, id: string) {
  await wire.ask({ method: 'DELETE', path: `/messages/${encodeURIComponent(id)}` });
}

/** privacyIDEA's settings by name; a sealed one has no value here. */
export async function listSettings(wire: Wire): Promise<SystemSetting[]> {
  const { value } = await wire.ask({ method: 'GET', path: '/system/' });
  return Object.entries(readValue(z.record(z.string(), z.unknown()), value)).map(([name, told]) => {
    const text = typeof told === 'string' ? told : JSON.stringify(told);
    return { name, value: text === '__CENSORED__' ? null : text };
  });
}

export async function setSetting(wire: Wire, name: string, value: string) {
  await wire.ask({ method: 'POST', path: '/system/setConfig', parameters: { [name]: value } });
}

export async function removeSetting(wire: Wire, name: string) {
  await wire.ask({ method: 'DELETE', path: `/system/${encodeURIComponent(name)}` });
}
