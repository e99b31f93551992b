// `node build/run.mjs COMMAND ...`: sets up what is missing, then runs build/COMMAND.ts under the pinned Node.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
// npm ends the shell between itself and this process and does not tell this process: who was started by npm ends with it.
const startedBy = starters();
if (process.env.npm_lifecycle_event) {
  setInterval(() => {
    if (starters() !== startedBy) child.kill('SIGTERM');
  }, 500).unref();
}

/** The process that started this one and, where the system tells, the one that started that. */
function starters() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]}`;
  } catch {
    return `${process.ppid}`;
  }
}
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
