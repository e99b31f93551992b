import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { emulatedTokenInFile } from '../../native/emulator/state-file.ts';
import { makeVault } from './actions.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { everybody, offices, passwordOf, serials } from './rollout-cast.ts';
import { serverWire } from './server-wire.ts';

/** What the acts of the walk share. */
export interface Walk {
  readonly house: House;
  readonly open: OpenApp;
  readonly page: Page;
  readonly drawer: string;
  /** A screen to look at: a picture in the demo, a check in the test. */
  readonly look: (name: string, page?: Page) => Promise<void>;
  /** The same walk at the second office's desk, with a folder of its own; opened when it is first asked for. */
  readonly basel: () => Promise<Walk>;
  /** What was blocked or failed in any window. */
  readonly complaints: () => readonly string[];
  /** Whose token is which, once it is issued. */
  readonly issued: Map<string, string>;
  readonly end: () => Promise<void>;
}

/** An organisation before it has tokens: a directory of twenty people with passwords, and a drawer of new tokens. */
export async function rolloutHouse(look: (page: Page, name: string) => Promise<void>): Promise<Walk> {
  const drawer = mkdtempSync(join(tmpdir(), 'keydesk-drawer-'));
  const elsewhere = mkdtempSync(join(tmpdir(), 'keydesk-second-'));
  for (const serial of serials) emulatedTokenInFile(join(drawer, `${serial}.json`), { serial: Number(serial) });
  const house = await newHouse();
  const wire = await serverWire(house);
  for (const person of everybody) {
    const description = offices.find(({ id }) => id === person.office)?.name ?? '';
    await wire.ask({
      method: 'PUT',
      path: '/user/',
      parameters: { resolver: 'office', user: person.username, description },
      secrets: { password: Buffer.from(passwordOf(person)) },
    });
  }
  wire.close();
  const opened: OpenApp[] = [];
  const openDesk = async (environment: Readonly<Record<string, string>>) => {
    const open = await house.open({ KEYDESK_EMULATED_TOKENS: drawer, ...environment });
    opened.push(open);
    await open.page.emulateMedia({ reducedMotion: 'reduce' });
    return open;
  };
  const at = (open: OpenApp): Walk => ({
    ...shared,
    open,
    page: open.page,
    look: (name, page = open.page) => look(page, name),
  });
  let second: Promise<Walk> | undefined;
  const shared = {
    house,
    drawer,
    issued: new Map<string, string>(),
    basel: () => {
      second ??= openSecond();
      return second;
    },
    complaints: () => opened.flatMap(({ complaints }) => complaints),
    end: async () => {
      await house.end();
      rmSync(drawer, { recursive: true, force: true });
      rmSync(elsewhere, { recursive: true, force: true });
    },
  };
  async function openSecond(): Promise<Walk> {
    const code = join(elsewhere, 'code');
    writeFileSync(code, house.server.code('basel'), { mode: 0o600 });
    const open = await openDesk({ KEYDESK_DATA: join(elsewhere, 'data'), KEYDESK_ENROLMENT_FILE: code });
    await makeVault(open.page);
    return at(open);
  }
  return at(await openDesk({}));
}
