import { spawn } from 'node:child_process';
import { compiledEnvironment, root, serverFlags } from './root.ts';

// Nothing of ours on standard output: it is the server's, and so is standard input.
const child = spawn(process.execPath, [...serverFlags, `${root}/server/main.ts`, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ...compiledEnvironment },
});
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
