import { spawn } from 'node:child_process';
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { authority } from '../../server/tls/authority.ts';
import { servedNames } from '../../server/tls/served-names.ts';
import { temporaryDirectory } from './server-process.ts';

/** A mail server or SMS gateway in a process of its own, with what it got. */
export interface Receiver {
  readonly port: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever it got
  readonly got: (kind: string) => readonly any[];
  readonly stop: () => Promise<void>;
}

/** Certificates for 127.0.0.1 in files, their authority, and another one that vouches for nothing here. */
export interface TestTrust {
  readonly ca: string;
  readonly otherCa: string;
  readonly cert: string;
  readonly key: string;
  readonly directory: string;
  readonly remove: () => void;
}

export async function testTrust(): Promise<TestTrust> {
  const directory = temporaryDirectory();
  const others = temporaryDirectory();
  for (const { path } of [directory, others]) mkdirSync(join(path, 'keys'));
  const mine = await authority(directory.path, new Date());
  const other = await authority(others.path, new Date());
  const { cert, key } = await mine.certificate(servedNames('127.0.0.1'), new Date());
  const files = { cert: join(directory.path, 'cert.pem'), key: join(directory.path, 'key.pem') };
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key);
  return {
    ...files,
    ca: mine.ca,
    otherCa: other.ca,
    directory: directory.path,
    remove() {
      directory.remove();
      others.remove();
    },
  };
}

const mailServer = new URL('./mail-server.py', import.meta.url).pathname;
const gateway = new URL('./sms-gateway-server.ts', import.meta.url).pathname;

export function startMailServer(options: Readonly<Record<string, string | boolean>> = {}): Promise<Receiver> {
  return start('/usr/bin/python3', mailServer, options);
}

export function startGateway(options: Readonly<Record<string, string>> = {}): Promise<Receiver> {
  return start(process.execPath, gateway, options);
}

async function start(program: string, script: string, options: Readonly<Record<string, unknown>>): Promise<Receiver> {
  const child = spawn(program, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints += String(chunk);
  });
  const lines: { readonly kind: string }[] = [];
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = new Promise<{ readonly port: number }>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line);
      if (said.kind === 'ready') resolve(said);
      else lines.push(said);
    });
  });
  const first = await Promise.race([ready, ended]);
  if (first === undefined) throw new Error(`${script} did not start (python3-aiosmtpd is needed): ${complaints}`);
  return {
    port: first.port,
    got: (kind) => lines.filter((line) => line.kind === kind),
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A key to seal with. */
export function testStoreKey(): KeyObject {
  return createSecretKey(randomBytes(32));
}
