import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { emulatedTokenInFile } from '../../native/emulator/state-file.ts';
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
  readonly look: (name: string) => Promise<void>;
  /** Whose token is which, once it is issued. */
  readonly issued: Map<string, string>;
  readonly end: () => Promise<void>;
}

/** An organisation before it has tokens: a directory of twenty people with passwords, and a drawer of new tokens. */
export async function rolloutHouse(look: (page: Page, name: string) => Promise<void>): Promise<Walk> {
  const drawer = mkdtempSync(join(tmpdir(), 'keydesk-drawer-'));
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
  const open = await house.open({ KEYDESK_EMULATED_TOKENS: drawer });
  const { page } = open;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  return {
    house,
    open,
    page,
    drawer,
    look: (name) => look(page, name),
    issued: new Map(),
    end: async () => {
      await house.end();
      rmSync(drawer, { recursive: true, force: true });
    },
  };
}
