import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleApp } from './bundle.ts';
import { electronRuntime } from './electron-runtime.ts';
import { root, say } from './root.ts';
import { openScreen } from './screen.ts';

/** Sets up what the walk needs, then walks: the acts are those of the end-to-end tests, in a process of their own. */
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'demo-out' },
    /** Bringing tokens into an organisation, instead of one issuance. */
    rollout: { type: 'boolean', default: false },
  },
});
const out = resolve(values.out);
const limitMs = (values.rollout ? 15 : 5) * 60_000;
const script = values.rollout ? 'rollout-demo.ts' : 'demo-walk.ts';

try {
  await electronRuntime();
  await bundleApp();
  const screen = await openScreen();
  if (screen.virtual) say('There is no display: the window is drawn on a virtual screen.');
  mkdirSync(out, { recursive: true });
  const walk = spawn(process.execPath, [`${root}/test/e2e/${script}`, out], {
    stdio: 'inherit',
    env: { ...process.env, ...screen.environment },
  });
  const late = setTimeout(() => {
    say(`The walk was not done after ${limitMs / 60_000} minutes.`);
    walk.kill('SIGKILL');
  }, limitMs);
  const code = await new Promise<number>((done) => walk.once('close', (ended) => done(ended ?? 1)));
  clearTimeout(late);
  screen.close();
  process.exit(code);
} catch (error) {
  say(`The demo could not be set up: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
