import { randomUUID } from 'node:crypto';
import type { MessageKind, MessageRow } from '../store/messages.ts';
import type { MessageContent } from './message.ts';
import type { Messaging } from './messaging.ts';
import { openJson } from './sealed-text.ts';
import { SendFailure } from './send-failure.ts';
import { sendMessage } from './send-message.ts';

const pollMs = 1000;
/** Whoever does not renew a lease for so long has died. */
const leaseMs = 20_000;
const renewMs = 5000;
const attemptMs = 60_000;
const atOncePerKind = 8;
const retrySeconds = [3, 10, 20, 40, 60, 120, 300, 600, 900] as const;
const keptMs = 7 * 86_400_000;
/** How long an attempt that is under way may hold up the end of the server. */
const patienceMs = 2000;

/** Whoever sends what is in the queue. Several, in several processes, may work on one database. */
export interface Courier {
  /** Looks for what is due, now. */
  readonly wake: () => void;
  /** Begins nothing more, and gives what is under way a moment; what does not end in it goes back into the queue. */
  readonly close: () => Promise<void>;
}

export function startCourier(messaging: Messaging): Courier {
  const stopping = new AbortController();
  const by = randomUUID();
  const underWay: Record<MessageKind, Set<Promise<void>>> = { email: new Set(), sms: new Set() };
  let closed = false;
  let looking: Promise<void> | undefined;
  /** Somebody woke it while it was looking. */
  let again = false;

  async function look(): Promise<void> {
    const now = messaging.now();
    if (closed || !(await messaging.store.messages.hasDue(now.toISOString()))) return;
    await messaging.store.commits.run(async ({ messages }) => {
      await messages.expire(now.toISOString());
      await messages.forget(new Date(now.getTime() - keptMs).toISOString());
    });
    for (const kind of ['email', 'sms'] as const) await take(kind, now);
  }

  async function take(kind: MessageKind, now: Date): Promise<void> {
    const free = atOncePerKind - underWay[kind].size;
    if (closed || free <= 0) return;
    const lease = { by, now: now.toISOString(), until: new Date(now.getTime() + leaseMs).toISOString() };
    const rows = await messaging.store.commits.run(({ messages }) => messages.claim(kind, lease, free));
    for (const row of rows) {
      const attempt = deliver(messaging, by, row, stopping.signal)
        .catch(console.error)
        .finally(() => {
          underWay[kind].delete(attempt);
          wake();
        });
      underWay[kind].add(attempt);
    }
  }

  function wake(): void {
    again = looking !== undefined;
    if (closed || again) return;
    looking = look()
      .catch(console.error)
      .finally(() => {
        looking = undefined;
        if (again) wake();
      });
  }

  /** Attempts that take long stay ours. */
  function renew(): void {
    if (underWay.email.size + underWay.sms.size === 0) return;
    const until = new Date(messaging.now().getTime() + leaseMs).toISOString();
    messaging.store.commits.run(({ messages }) => messages.renew(by, until)).catch(console.error);
  }

  const poll = setInterval(wake, pollMs).unref();
  const renewal = setInterval(renew, renewMs).unref();
  messaging.woken.add(wake);
  wake();
  return {
    wake,
    async close() {
      closed = true;
      clearInterval(poll);
      clearInterval(renewal);
      messaging.woken.delete(wake);
      const impatience = setTimeout(() => stopping.abort(), patienceMs);
      await looking;
      await Promise.all([...underWay.email, ...underWay.sms]);
      clearTimeout(impatience);
    },
  };
}

async function deliver(messaging: Messaging, by: string, row: MessageRow, stop: AbortSignal): Promise<void> {
  const trouble = await attempt(messaging, row, stop);
  const now = messaging.now();
  await messaging.store.commits.run(async ({ messages }) => {
    if (trouble === undefined || trouble.final) {
      const state = trouble === undefined ? 'sent' : 'refused';
      await messages.finish(row.id, by, { state, at: now.toISOString(), trouble: trouble?.message ?? null });
    } else {
      await messages.putBack(row.id, by, nextAttempt(row.attempts, now).toISOString(), trouble.message);
    }
  });
}

async function attempt(messaging: Messaging, row: MessageRow, stop: AbortSignal): Promise<SendFailure | undefined> {
  try {
    const { id, kind, route, sealed } = row;
    if (sealed === null) return new SendFailure('the message is empty', { final: true });
    const content = openJson(messaging.storeKey, `message/${id}`, sealed) as MessageContent;
    const leftMs = new Date(row.expiresAt).getTime() - messaging.now().getTime();
    const limit = AbortSignal.timeout(Math.max(1, Math.min(attemptMs, leftMs)));
    await sendMessage(messaging, id, kind, route, content, AbortSignal.any([stop, limit]));
    return undefined;
  } catch (error) {
    if (error instanceof SendFailure) return error;
    console.error(error);
    return new SendFailure('the message could not be prepared', { cause: error });
  }
}

/** Later with each failure, and not all at the same moment. */
function nextAttempt(attempts: number, now: Date): Date {
  const seconds = retrySeconds[Math.min(attempts, retrySeconds.length) - 1] ?? 900;
  return new Date(now.getTime() + seconds * 1000 * (0.9 + Math.random() * 0.2));
}
