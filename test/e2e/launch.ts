import { type ChildProcess, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, errors, type Page } from 'playwright-core';
import { electronRuntime } from '../../build/electron-runtime.ts';
import { root } from '../../build/root.ts';
import { openScreen } from '../../build/screen.ts';
import { emulatedState } from '../../native/emulator/state.ts';
import { type RunningServer, runServer } from '../electron/running-server.ts';

/** A desk beside a server: what outlives the app being closed, killed and opened again. */
export interface House {
  readonly server: RunningServer;
  /** Everything the app keeps. */
  readonly data: string;
  /** The emulated token's silicon, kept apart: it holds the seeds. */
  readonly tokenFile: string;
  /** What every run of the app wrote to its standard output and error. */
  readonly log: () => string;
  /** The desks that are open now. */
  readonly desks: () => readonly OpenApp[];
  /** Opens the app on this data, with more in its environment if wanted. */
  readonly open: (environment?: Readonly<Record<string, string>>) => Promise<OpenApp>;
  /** The next run of the app has a new, blank token; the old one is in somebody's pocket. */
  readonly takeNewToken: () => void;
  /** Ends all of it and takes it away. */
  readonly end: () => Promise<void>;
}

export interface OpenApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** What the policy blocked and what failed in the window: empty on every ordinary walk. */
  readonly complaints: readonly string[];
  /** As if the power went: every process of the app at once, nothing told to any. */
  readonly kill: () => Promise<void>;
  readonly quit: () => Promise<void>;
}

/** Every house that was not ended yet: for whoever wants to know what is on its screens, or to end what a failed test left. */
export const houses = new Set<House>();

/** A server with example people and one controller, a code for this station, and an app that was never opened. */
export async function newHouse(): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-house-'));
  const data = join(folder, 'data');
  const tokenFile = join(folder, 'token.json');
  const enrolmentFile = join(folder, 'enrolment-code');
  const server = await runServer();
  const running = new Set<OpenApp>();
  let log = '';

  const house: House = {
    server,
    data,
    tokenFile,
    log: () => log,
    desks: () => [...running],
    open: async (environment = {}) => {
      const opened = await openApp({ data, tokenFile, enrolmentFile, environment }, (text) => {
        log += text;
      });
      running.add(opened);
      opened.app.once('close', () => running.delete(opened));
      return opened;
    },
    takeNewToken: () => rmSync(tokenFile, { force: true }),
    end: async () => {
      await evidence.take?.();
      houses.delete(house);
      for (const opened of running) await opened.kill();
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
      rmSync(server.data, { recursive: true, force: true });
    },
  };
  houses.add(house);
  writeFileSync(enrolmentFile, server.code(), { mode: 0o600 });
  return house;
}

/** Asked before a house is ended, while there is still something to see. */
export const evidence: { take?: () => Promise<void> } = {};

/** Far more than anything takes: a machine at work on other things must not fail a test. */
export const patienceMs = 45_000;

interface Run {
  readonly data: string;
  readonly tokenFile: string;
  readonly enrolmentFile: string;
  readonly environment: Readonly<Record<string, string>>;
}

async function openApp(run: Run, hear: (text: string) => void): Promise<OpenApp> {
  const app = await launched(run);
  const child = app.process();
  const ended = new Promise<void>((resolve) => {
    if (hasEnded(child)) resolve();
    else child.once('exit', () => resolve());
  });
  const kill = async () => {
    if (child.pid !== undefined && !hasEnded(child)) killTree(child.pid);
    await ended;
  };
  child.stdout?.on('data', (text) => hear(String(text)));
  child.stderr?.on('data', (text) => hear(String(text)));
  try {
    const page = await app.firstWindow({ timeout: patienceMs });
    page.setDefaultTimeout(patienceMs);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.waitForLoadState();
    const quit = async () => {
      await app.close();
      await ended;
    };
    return { app, page, complaints, kill, quit };
  } catch (error) {
    await kill();
    throw error;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** The debugger's handshake with Electron is lost once in some thousand launches: then, and only then, once more. */
async function launched(run: Run): Promise<ElectronApplication> {
  const { executable, args, env } = await commandLine(run);
  const launch = () => _electron.launch({ executablePath: executable, args, env, timeout: 40_000 });
  try {
    return await launch();
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error;
    console.error('The app could not be reached within 40 seconds; it is started once more.');
    return launch();
  }
}

/** How the app is started on this machine, with whatever Electron there is. */
export async function commandLine(run: Omit<Run, 'environment'> & Partial<Pick<Run, 'environment'>>) {
  const runtime = await electronRuntime();
  const screen = await openScreen();
  const env: Record<string, string> = {
    ...(process.env as Record<string, string>),
    ...runtime.environment,
    ...screen.environment,
    KEYDESK_DATA: run.data,
    KEYDESK_EMULATOR: 'desk',
    KEYDESK_EMULATED_TOKEN: run.tokenFile,
    KEYDESK_ENROLMENT_FILE: run.enrolmentFile,
    ...run.environment,
  };
  return { executable: runtime.executable, args: [...runtime.switches, ...screen.switches, root], env };
}

/** SIGKILL to a process and all its descendants, found first, so that none is adopted and lives on. */
function killTree(pid: number): void {
  const parents = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const doomed = [pid];
  for (const one of doomed)
    doomed.push(...parents.flatMap(([child, parent]) => (parent === one && child ? [child] : [])));
  for (const one of doomed) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/**
 * The HOTP seed in a slot, as the token itself keeps it: the 52 bytes hold its first 16 as the key (22 to 37), its last
 * 4 where Yubico OTP has the private id (16 to 19). It must be found nowhere else.
 */
export function seedInToken(house: House, slot: 1 | 2): Uint8Array {
  const { slots } = emulatedState.parse(JSON.parse(readFileSync(house.tokenFile, 'utf8')));
  const configuration = Buffer.from(slots[slot]?.configuration ?? '', 'hex');
  if (configuration.length !== 52) throw new Error(`slot ${slot} of the emulated token is empty`);
  return Buffer.concat([configuration.subarray(22, 38), configuration.subarray(16, 20)]);
}
