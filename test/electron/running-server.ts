import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../server/debian-server.ts';
import { newDirectory } from './desk-at-work.ts';

const main = new URL('../../server/main.ts', import.meta.url).pathname;

/** The real server in a process of its own, with example people and one controller, `anna`. */
export interface RunningServer {
  readonly data: string;
  readonly url: string;
  readonly port: number;
  /** A one-time code for a station, that stands in an office if one is named. */
  code(office?: string): string;
  /** Has a station, by id or name, stand in an office. */
  setOffice(station: string, office: string): void;
  /** Accepts nothing more from a station, by id or name. */
  revoke(station: string): void;
  /** What the server says to a code of a credential, by PIN and code. */
  check(user: string, realm: string, pass: string): Promise<boolean>;
  kill(): Promise<void>;
  start(): Promise<void>;
}

function command(data: string, words: readonly string[], input = ''): string {
  const run = spawnSync(process.execPath, [main, ...words, '--data', data], { input, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout.trim();
}

export async function runServer(): Promise<RunningServer> {
  const data = newDirectory();
  const port = await freePort();
  command(data, ['people', 'example']);
  command(data, ['admin', 'create', 'anna', '--grant', 'control_trust'], 'anna has a long password');
  let child = await spawned(data, port);
  return {
    data,
    port,
    url: child.url,
    code: (office) => {
      const words = [
        'station',
        'code',
        '--listen',
        `127.0.0.1:${port}`,
        ...(office === undefined ? [] : ['--office', office]),
      ];
      return command(data, words).match(/keydesk1\.[\w-]+/)?.[0] ?? '';
    },
    setOffice: (station, office) => void command(data, ['station', 'office', station, office]),
    revoke: (station) => void command(data, ['station', 'revoke', station]),
    check: (user, realm, pass) => check(data, child.url, { user, realm, pass }),
    kill: () => killed(child.process),
    start: async () => {
      child = await spawned(data, port);
    },
  };
}

async function spawned(data: string, port: number): Promise<{ url: string; process: ChildProcess }> {
  const child = spawn(process.execPath, [main, '--data', data, '--listen', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{"ready":true')) return { url: JSON.parse(line).url, process: child };
  }
  throw new Error('the server ended before it was ready');
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

function check(data: string, url: string, parameters: Record<string, string>): Promise<boolean> {
  const body = new URLSearchParams(parameters).toString();
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL('/validate/check', url),
      {
        method: 'POST',
        ca: readFileSync(join(data, 'ca.pem')),
        agent: false,
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        let text = '';
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () => resolve(JSON.parse(text).result.value === true));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
