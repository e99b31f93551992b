import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const main = new URL('../../server/main.ts', import.meta.url).pathname;

/** The real server in a process of its own, on a port of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly ca: string;
  readonly process: ChildProcess;
  /** What it wrote to standard error so far. */
  readonly complaints: () => string;
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

export async function startServer(
  directory: string,
  options: { readonly listen?: string; readonly execArgv?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<ServerProcess> {
  const listen = options.listen ?? 'localhost:0';
  const child = spawn(process.execPath, [...(options.execArgv ?? []), main, '--data', directory, '--listen', listen], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    ended.then(() => undefined),
  ]);
  if (line === undefined) throw new Error(`the server did not start: ${complaints}`);
  const ready = JSON.parse(line) as { url: string; ca: string };
  return {
    url: ready.url,
    ca: readFileSync(ready.ca, 'utf8'),
    process: child,
    complaints: () => complaints,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** One of the server's commands, run to its end. */
export function command(
  words: readonly string[],
  input = '',
): { readonly status: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], { input, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

/** The same beside others: the caller goes on meanwhile. */
export async function commandAsync(words: readonly string[]): Promise<{ readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const read = async (stream: NodeJS.ReadableStream) => {
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return text;
  };
  const [out, err] = await Promise.all([read(child.stdout), read(child.stderr)]);
  return { out, err };
}

/** A data directory that is gone after the work. */
export function temporaryDirectory(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'keydesk-server-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
