import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { type Courier, startCourier } from '../../server/messaging/courier.ts';
import { enqueueMessage } from '../../server/messaging/enqueue-message.ts';
import type { Message } from '../../server/messaging/message.ts';
import { type Messaging, putRoute } from '../../server/messaging/messaging.ts';
import type { SmtpServer } from '../../server/messaging/smtp-server.ts';
import type { MessageRow } from '../../server/store/messages.ts';
import { openStore } from '../../server/store/store.ts';
import { testStoreKey } from './message-receiver.ts';
import { temporaryDirectory } from './server-process.ts';

/** A queue on a real database file with a clock that the test moves. */
export interface PostOffice {
  readonly messaging: Messaging;
  readonly directory: string;
  readonly file: string;
  readonly storeKey: KeyObject;
  readonly now: () => Date;
  readonly pass: (seconds: number) => void;
  readonly courier: () => Courier;
  /** Enqueues in a transaction of its own. */
  readonly enqueue: (message: Partial<Message> & Pick<Message, 'to'>) => Promise<string>;
  readonly row: (id: string) => Promise<MessageRow | undefined>;
  readonly define: (name: string, server: Partial<SmtpServer>) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openPostOffice(): Promise<PostOffice> {
  const directory = temporaryDirectory();
  const file = join(directory.path, 'test.sqlite');
  const storeKey = testStoreKey();
  let at = Date.parse('2026-11-22T10:00:00Z');
  const now = () => new Date(at);
  const store = await openStore(file, { now });
  const messaging: Messaging = { store, storeKey, now, woken: new Set() };
  const couriers: Courier[] = [];
  return {
    messaging,
    directory: directory.path,
    file,
    storeKey,
    now,
    pass: (seconds) => {
      at += seconds * 1000;
    },
    courier() {
      const courier = startCourier(messaging);
      couriers.push(courier);
      return courier;
    },
    enqueue: (message) =>
      store.commits.alone((inside) => enqueueMessage({ ...messaging, store: inside }, { ...code(now()), ...message })),
    row: async (id) => (await store.messages.list(undefined, { offset: 0, limit: 1000 })).find((row) => row.id === id),
    async define(name, server) {
      await putRoute(messaging, 'smtp', name, { ...plainServer, ...server });
    },
    async close() {
      await Promise.all(couriers.map((courier) => courier.close()));
      await store.close();
      directory.remove();
    },
  };
}

/** A message that carries a code, of use for two minutes. */
export function code(now: Date): Message {
  return {
    kind: 'email',
    to: 'kim@example.org',
    subject: 'Your code',
    text: 'Your code is 48151623.',
    about: 'EM01',
    expiresAt: new Date(now.getTime() + 120_000),
    route: 'mail',
  };
}

export const plainServer: SmtpServer = {
  host: '127.0.0.1',
  port: 25,
  implicitTls: false,
  tls: false,
  username: '',
  password: '',
  sender: 'desk@keydesk.test',
  description: '',
  timeoutSeconds: 60,
  ca: '',
};
