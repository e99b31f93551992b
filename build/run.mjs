// `node build/run.mjs COMMAND ...`: sets up what is missing, then runs build/COMMAND.ts under the pinned Node.
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const [command, ...args] = process.argv.slice(2);
const node = ensureInstalled();
const child = spawn(node, ['--disable-warning=ExperimentalWarning', `${here}${command}.ts`, ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${here}../node_modules/.bin${delimiter}${process.env.PATH}` },
});
// Ctrl-C reaches the child by itself; this process waits for the child to end in its own way.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
