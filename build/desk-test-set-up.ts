import { randomUUID } from 'node:crypto';
import { bundleApp } from './bundle.ts';
import { electronRuntime } from './electron-runtime.ts';
import { endLeftovers } from './leftovers.ts';
import { openScreen } from './screen.ts';

/** Before the tests in the real Electron: the runtime, the bundles and a screen, so that they can be run by themselves. */
export async function setup(): Promise<() => void> {
  await electronRuntime();
  await bundleApp();
  const screen = await openScreen();
  const run = process.env.KEYDESK_TEST_RUN ?? randomUUID();
  Object.assign(process.env, screen.environment, { KEYDESK_TEST_RUN: run });
  return () => {
    const left = endLeftovers(run);
    if (left > 0) console.error(`${left} processes that tests had left behind were ended.`);
    screen.close();
  };
}
