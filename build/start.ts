import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleApp } from './bundle.ts';
import { electronRuntime } from './electron-runtime.ts';
import { root, say } from './root.ts';
import { hasDisplay } from './screen.ts';
import { enrolmentCodeFor, freePort, type ServerProcess, serverCommand, startServer } from './server-process.ts';
import { tokenDrawer } from './token-drawer.ts';

const usage = `npm start -- [--data FOLDER] [--people FILE.csv [--realm NAME]]
  --data    where the server and the desk keep what is theirs
  --people  people of your own in place of the examples; the first line of the file names its columns
  --realm   the realm they belong to (example: staff)`;

/** Chromium writes of every missing desktop service to the console; what matters, the app says itself. */
const quietChromium = '--log-level=3';

/** What an earlier start did, kept beside the data. */
interface Memory {
  readonly port: number;
  readonly hasPeople: boolean;
  readonly hasController: boolean;
  readonly codeGiven: boolean;
  /** The list of people that was imported last: its realm and what was in it. */
  readonly imported?: string;
}

async function start(): Promise<number> {
  const options = readOptions();
  if (!hasDisplay()) {
    say('There is no display here, so the window cannot be opened. Go on with one of these:');
    say('  npm run demo             walks through an issuance by itself and leaves screenshots in demo-out/');
    say('  xvfb-run -a npm start    opens the window on a virtual screen (Debian packages xvfb and xauth)');
    return 1;
  }
  const runtime = await electronRuntime();
  if (runtime.switches.includes('--no-sandbox')) {
    say("You are root, and Chromium's sandbox does not work for root: the app starts without it (--no-sandbox).");
  }
  await bundleApp();

  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  say(`The server and the desk keep their data in ${options.data}`);
  const serverData = join(options.data, 'server');
  const memory = recall(options.data) ?? firstMemory(await freePort());
  const imported = await providePeople(serverData, memory, options);
  const passwordFile = join(options.data, 'controller-password');
  if (!memory.hasController) await provideController(serverData, passwordFile);
  const provided = { ...memory, hasPeople: true, hasController: true, ...(imported === undefined ? {} : { imported }) };
  remember(options.data, provided);

  const server = await startServer(serverData, memory.port);
  try {
    const enrolmentFile = join(options.data, 'enrolment-code');
    // The app deletes the file once it has used the code; one that is still there has not been used.
    if (!memory.codeGiven || existsSync(enrolmentFile)) {
      writeSecret(enrolmentFile, await enrolmentCodeFor(serverData));
      remember(options.data, { ...provided, codeGiven: true });
    }
    say(`Sign in at the desk as ${userInfo().username}: the password is in ${passwordFile}`);
    say(`The server listens at ${server.url}; the app opens now. Close its window or press Ctrl-C to end both.`);
    const app = spawn(
      runtime.executable,
      [...runtime.switches, quietChromium, `--user-data-dir=${join(options.data, 'desk')}`, root],
      {
        stdio: 'inherit',
        env: {
          ...process.env,
          ...tokenDrawer(options.data, process.env),
          ...runtime.environment,
          KEYDESK_ENROLMENT_FILE: enrolmentFile,
        },
      },
    );
    return await followed(app, server);
  } finally {
    await server.stop();
  }
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      people: { type: 'string' },
      realm: { type: 'string', default: 'staff' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const people = values.people && resolve(values.people);
  if (people && !existsSync(people)) throw new Error(`There is no file ${people}.`);
  return { data: values.data ? resolve(values.data) : dataFolder(), people, realm: values.realm };
}

/** Where this person's programs keep their data. */
function dataFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'keydesk-local');
  if (process.platform === 'win32') return join(process.env.LOCALAPPDATA ?? homedir(), 'keydesk-local');
  return join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'keydesk-local');
}

/** What was imported, where a list was named; the list of an earlier start is there already. */
async function providePeople(
  serverData: string,
  memory: Memory,
  options: { readonly people: string | undefined; readonly realm: string },
): Promise<string | undefined> {
  if (options.people) {
    const imported = `${options.realm} ${createHash('sha256').update(readFileSync(options.people)).digest('hex')}`;
    if (memory.imported === imported) {
      say(`The people in ${options.people} are in the realm ${options.realm} since an earlier start.`);
      return imported;
    }
    say(`Importing the people in ${options.people} into the realm ${options.realm} ...`);
    say((await serverCommand(serverData, ['people', 'import', options.people, '--realm', options.realm])).trim());
    return imported;
  }
  if (!memory.hasPeople) {
    say('Adding example people; with npm start -- --people FILE.csv they are yours.');
    await serverCommand(serverData, ['people', 'example']);
  }
  return memory.imported;
}

/** Somebody has to answer for an issuance: whoever starts this, with a password that lies in a file of their own. */
async function provideController(serverData: string, passwordFile: string): Promise<void> {
  const name = userInfo().username;
  const password = existsSync(passwordFile)
    ? readFileSync(passwordFile, 'utf8')
    : randomBytes(15).toString('base64url');
  writeSecret(passwordFile, password);
  await serverCommand(serverData, ['admin', 'create', name, '--grant', 'control_trust'], password);
}

/** Ends when the app does, with its exit code; tells when the server ends before it. */
function followed(app: ReturnType<typeof spawn>, server: ServerProcess): Promise<number> {
  let asked = false;
  // Ctrl-C reaches the app and the server by itself.
  process.on('SIGINT', () => {
    asked = true;
  });
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      asked = true;
      app.kill(signal);
    });
  }
  server.child.once('close', () => {
    if (asked || app.exitCode !== null || app.signalCode !== null) return;
    say('The server has ended. The desk goes on without it and keeps what it has to send.');
  });
  return new Promise((resolve, reject) => {
    app.once('error', reject);
    app.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
  });
}

function firstMemory(port: number): Memory {
  return { port, hasPeople: false, hasController: false, codeGiven: false };
}

function recall(data: string): Memory | undefined {
  const file = join(data, 'start.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function remember(data: string, memory: Memory): void {
  const file = join(data, 'start.json');
  writeFileSync(`${file}.new`, JSON.stringify(memory));
  renameSync(`${file}.new`, file);
}

function writeSecret(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

try {
  process.exitCode = await start();
} catch (error) {
  say(`Keydesk could not be started: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
