import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createAdmin } from '../../server/commands/admin.ts';
import { exportBundle } from '../../server/commands/export.ts';
import { addExamplePeople } from '../../server/commands/people.ts';
import { renewReceiptKey } from '../../server/commands/receipt-key.ts';
import { type RunningServer, serve } from '../../server/commands/serve.ts';
import { makeEnrolmentCode } from '../../server/station/enrol.ts';
import { makeCheckpoint } from '../../server/trail/checkpoint.ts';
import { freePort } from '../server/debian-server.ts';
import type { House } from '../server/house.ts';
import { newDirectory } from './desk-at-work.ts';

/** A server whose folder can be copied, put back and changed while it is down; it comes back at the same address. */
export interface LogHouse {
  readonly house: House;
  readonly server: () => RunningServer;
  /** The newest checkpoint over everything that was done. */
  readonly checkpoint: () => Promise<void>;
  /** Something that the audit tells of. */
  readonly act: (times?: number) => Promise<void>;
  /** Keeps a copy of everything the server has; gives what puts it back. */
  readonly backUp: () => Promise<() => Promise<void>>;
  /** Does something to the server's folder while it is down. */
  readonly whileDown: (change: (directory: string) => void | Promise<void>) => Promise<void>;
  /** Changes the receipt key by the command, while the server is down; gives the key before. */
  readonly renewKey: (isLost?: boolean) => Promise<string>;
  /** Exports the server's bundle to a new file. */
  readonly bundle: () => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function logHouse(): Promise<LogHouse> {
  const directory = newDirectory();
  const now = () => new Date();
  const port = await freePort();
  let server = await serve(directory, { host: '127.0.0.1', port }, now);
  await createAdmin(server.installation, 'root', Buffer.from('a long password'), ['control_trust']);
  await addExamplePeople(server.installation);
  const whileDown: LogHouse['whileDown'] = async (change) => {
    await server.close();
    await change(directory);
    server = await serve(directory, { host: '127.0.0.1', port }, now);
  };
  const house = { directory, code: () => makeEnrolmentCode(server.installation, server.url) } as unknown as House;
  return {
    house,
    server: () => server,
    checkpoint: () => makeCheckpoint(server.installation),
    async act(times = 1) {
      for (let time = 0; time < times; time += 1) {
        await server.installation.store.commits.run(async ({ audit }) =>
          audit.append({ at: now().toISOString(), actor: 'root', action: 'test/act', subject: `${time}`, detail: {} }),
        );
      }
    },
    async backUp() {
      const copy = newDirectory();
      await whileDown((from) => cpSync(from, copy, { recursive: true }));
      return () =>
        whileDown((to) => {
          rmSync(to, { recursive: true, force: true });
          cpSync(copy, to, { recursive: true });
        });
    },
    whileDown,
    async renewKey(isLost = false) {
      const before = server.installation.keys.receipt.publicKey;
      await whileDown(async () => {
        await renewReceiptKey({ directory, database: undefined, now }, isLost);
      });
      return before;
    },
    async bundle() {
      const file = join(newDirectory(), 'bundle.jsonl');
      await exportBundle(server.installation, file);
      return file;
    },
    close: () => server.close(),
  };
}
