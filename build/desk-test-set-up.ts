import { bundleApp } from './bundle.ts';
import { electronRuntime } from './electron-runtime.ts';
import { openScreen } from './screen.ts';

/** Before the tests in the real Electron: the runtime, the bundles and a screen, so that they can be run by themselves. */
export async function setup(): Promise<() => void> {
  await electronRuntime();
  await bundleApp();
  const screen = await openScreen();
  Object.assign(process.env, screen.environment);
  return screen.close;
}
