import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createAdmin, grantRights, parseRights } from './commands/admin.ts';
import { exportBundle } from './commands/export.ts';
import { listenAddress } from './commands/listen-address.ts';
import { addExamplePeople, importPeople } from './commands/people.ts';
import { readPeople } from './commands/read-people.ts';
import { renewReceiptKey } from './commands/receipt-key.ts';
import { serve } from './commands/serve.ts';
import { type StartedWith, startFailure } from './commands/start-failure.ts';
import { knownOffice, listStations, revokeStation, setStationOffice } from './commands/station.ts';
import { UsageError, usage } from './commands/usage.ts';
import { type Installation, openInstallation } from './installation.ts';
import { KeyFileError } from './keys/key-file.ts';
import { ReceiptKeyError } from './keys/receipt-key.ts';
import { makeEnrolmentCode } from './station/enrol.ts';
import { DatabaseLocationError, databaseOf, withoutPassword } from './store/location.ts';
import { DirectoryInUseError } from './store/lock.ts';
import { NewerDatabaseError } from './store/migrations.ts';
import { serverUrl } from './tls/served-names.ts';

interface Options {
  readonly data?: string | undefined;
  readonly database?: string | undefined;
  readonly listen?: string | undefined;
  readonly url?: string | undefined;
  readonly realm?: string | undefined;
  readonly grant?: string | undefined;
  readonly office?: string | undefined;
  readonly lost?: boolean | undefined;
}

/** The server and its commands: the one place that reads the command line and wires the rest. */
async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  const [noun = '', verb = '', ...rest] = positionals;
  if (noun === '') return runServer(values);
  if (noun === 'receipt-key' && verb === 'renew') {
    const place = { directory: dataOf(values), database: databaseAddress(values), now: () => new Date() };
    console.log(await renewReceiptKey(place, values.lost === true));
    return;
  }
  const command = commands[`${noun} ${verb}`];
  if (command === undefined) throw new UsageError(`there is no command '${positionals.join(' ')}'\n${usage}`);
  const installation = await openInstallation(dataOf(values), () => new Date(), databaseAddress(values));
  try {
    console.log(await command(installation, rest, values));
  } finally {
    await installation.store.close();
  }
}

type Command = (installation: Installation, words: readonly string[], options: Options) => string | Promise<string>;

const commands: Readonly<Record<string, Command>> = {
  'admin create': async (installation, words, { grant }) => {
    const password = await trimmedInput();
    try {
      return await createAdmin(installation, word(words, 'NAME'), password, parseRights([grant ?? '']));
    } finally {
      password.fill(0);
    }
  },
  'admin grant': (installation, [name, ...granted]) => {
    if (granted.length === 0) throw new UsageError(`name the rights to grant, or none\n${usage}`);
    return grantRights(installation, word([name ?? ''], 'NAME'), parseRights(granted));
  },
  'station code': async (installation, _words, options) =>
    makeEnrolmentCode(
      installation,
      await urlOf(installation, options),
      undefined,
      await officeOf(installation, options),
    ),
  'station office': (installation, [idOrName, office]) =>
    setStationOffice(installation, word([idOrName ?? ''], 'NAME_OR_ID'), word([office ?? ''], 'OFFICE')),
  'station list': (installation) => listStations(installation),
  'station revoke': (installation, words) => revokeStation(installation, word(words, 'NAME_OR_ID')),
  'people import': (installation, words, { realm }) => {
    if (realm === undefined) throw new UsageError(`--realm REALM is missing\n${usage}`);
    return importPeople(installation, realm, readPeople(readList(word(words, 'FILE'))));
  },
  'export bundle': (installation, words) => exportBundle(installation, word(words, 'FILE')),
  'people example': (installation) => addExamplePeople(installation),
};

async function runServer(options: Options): Promise<void> {
  if (options.listen === undefined) throw new UsageError(`--listen HOST:PORT is missing\n${usage}`);
  const server = await serve(
    dataOf(options),
    listenAddress(options.listen),
    () => new Date(),
    databaseAddress(options),
  );
  const stop = () => {
    process.off('SIGTERM', stop).off('SIGINT', stop);
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  console.log(JSON.stringify({ ready: true, url: server.url, ca: server.ca }));
}

function readArguments() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      options: {
        data: text,
        database: text,
        listen: text,
        url: text,
        realm: text,
        grant: text,
        office: text,
        lost: { type: 'boolean' },
      },
      allowPositionals: true,
    });
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message}\n${usage}`, { cause });
  }
}

function dataOf({ data }: Options): string {
  if (!data) throw new UsageError(`--data DIR is missing\n${usage}`);
  return data;
}

/** The address of a PostgreSQL, if it is not a file of SQLite or named in the data directory. */
function databaseAddress({ database }: Options): string | undefined {
  return withoutPassword(database) ?? process.env.KEYDESK_DATABASE;
}

/** Where stations find the server: as told, or where it listened last. */
async function urlOf(installation: Installation, { url, listen }: Options): Promise<string> {
  if (url !== undefined) {
    if (!URL.canParse(url) || new URL(url).protocol !== 'https:') throw new UsageError(`'${url}' is no https address`);
    return new URL(url).origin;
  }
  const address = listen === undefined ? undefined : listenAddress(listen);
  const known = address ? serverUrl(address.host, address.port) : await installation.store.settings.get('url');
  if (known === undefined) throw new UsageError('the server has not run yet: start it, or add --url https://HOST:PORT');
  return known;
}

/** The office that a station will stand in, if one is named. */
async function officeOf(installation: Installation, { office }: Options): Promise<string | null> {
  return office === undefined ? null : knownOffice(installation.store, office);
}

function word(words: readonly string[], what: string): string {
  if (!words[0]) throw new UsageError(`${what} is missing\n${usage}`);
  return words[0];
}

function readList(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new UsageError(`'${file}' cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** Standard input as bytes, without the line end that a shell adds. */
async function trimmedInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  for (const chunk of chunks) chunk.fill(0);
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 10 || bytes[end - 1] === 13)) end -= 1;
  return bytes.subarray(0, end);
}

/** What an error is told about, as far as it was said. */
function toldAtStart(): StartedWith {
  try {
    const { values } = readArguments();
    const database = values.data && databaseOf(values.data, databaseAddress(values));
    return { data: values.data, listen: values.listen, database };
  } catch {
    return {};
  }
}

process.umask(0o077);
main().catch((error: unknown) => {
  const expected = [
    UsageError,
    DirectoryInUseError,
    NewerDatabaseError,
    DatabaseLocationError,
    KeyFileError,
    ReceiptKeyError,
  ].some((kind) => error instanceof kind);
  const words = expected ? undefined : startFailure(error, toldAtStart());
  if (words !== undefined) console.error(words);
  else console.error(expected ? (error as Error).message : error);
  process.exitCode = 1;
});
