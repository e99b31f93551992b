import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { compiledEnvironment, root, serverFlags } from './root.ts';

/** A central server that runs beside whatever started it. */
export interface ServerProcess {
  readonly url: string;
  /** The file with its authority's certificate. */
  readonly ca: string;
  readonly child: ChildProcess;
  /** Asks it to end, and insists after ten seconds. */
  readonly stop: () => Promise<void>;
}

const readyMs = 60_000;
const stopMs = 10_000;
const command = [...serverFlags, `${root}/server/main.ts`];

/** Starts the server on this machine alone and waits until it says that it is ready. */
export async function startServer(data: string, port: number): Promise<ServerProcess> {
  const args = [...command, '--data', data, '--listen', `127.0.0.1:${port}`];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...compiledEnvironment },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    const insist = setTimeout(() => child.kill('SIGKILL'), stopMs);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(insist);
  };
  const { url, ca } = await readyLine(child).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url, ca, child, stop };
}

function readyLine(child: ChildProcess): Promise<{ url: string; ca: string }> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('The server was not ready within a minute.')), readyMs);
    child.once('close', (code) => reject(new Error(`The server ended before it was ready (code ${code}).`)));
    child.once('error', reject);
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => {
      if (!line.startsWith('{"ready":true')) return;
      clearTimeout(late);
      resolve(JSON.parse(line));
    });
  });
}

/** Runs one of the server's own commands on its data, with what it reads from standard input; returns what it printed. */
export function serverCommand(data: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...command, ...args, '--data', data], { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    let complaint = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(said) : reject(new Error(complaint.trim() || `The server command ended with code ${code}.`)),
    );
    child.stdin.end(input);
  });
}

/** A one-time code that enrols a station with the server that runs on this data. */
export async function enrolmentCodeFor(data: string): Promise<string> {
  const said = await serverCommand(data, ['station', 'code']);
  const code = /keydesk1\.[\w-]+/.exec(said)?.[0];
  if (code === undefined) throw new Error('The server gave no enrolment code.');
  return code;
}

/** A port that nothing listens on at present. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
