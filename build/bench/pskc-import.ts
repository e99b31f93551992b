import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createAdmin } from '../../server/commands/admin.ts';
import { openInstallation } from '../../server/installation.ts';
import type { Measurement } from '../measurement.ts';
import { compiledEnvironment, root, serverFlags } from '../root.ts';

const keys = 100_000;
const rounds = 5;
const password = 'the password of the bench';

/**
 * An upload of 100,000 plain PSKC keys over HTTPS, from the first byte sent to the answer, which comes when all are
 * durable; each time into an empty server. The memory is what the server's high-water mark rises by, as the kernel counts
 * it: what the server has before is 45 MB of a bare Node and, most of the rest, the modules it loads, the space for young
 * objects (32 MB) and one Argon2id.
 */
export async function pskcImport(): Promise<readonly Measurement[]> {
  const samples: Sample[] = [];
  for (let round = 0; round < rounds; round += 1) samples.push(await importOnce());
  const seconds = median(samples.map((sample) => sample.seconds));
  const added = Math.max(...samples.map(({ before, most }) => most - before));
  const before = median(samples.map((sample) => sample.before));
  const against = `an empty server each time, over HTTPS, durable; median of ${rounds}`;
  return [
    {
      name: 'import of 100,000 PSKC keys',
      value: seconds,
      unit: 's',
      target: '<= 3',
      against,
      met: seconds <= 3,
    },
    {
      name: 'import of 100,000 PSKC keys, memory it adds',
      value: added,
      unit: 'MB',
      target: '<= 150',
      against: `the ${Math.round(before)} MB resident before it, ${Math.round(before + added)} MB in all; the largest of ${rounds}`,
      met: added <= 150,
    },
  ];
}

interface Sample {
  readonly seconds: number;
  /** Resident before the import, and at most during it, in MB. */
  readonly before: number;
  readonly most: number;
}

function memoryMb(pid: number | undefined, what: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}

async function importOnce(): Promise<Sample> {
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const installation = await openInstallation(directory);
  await createAdmin(installation, 'bench', Buffer.from(password), []);
  await installation.store.close();
  const server = spawn(
    process.execPath,
    [...serverFlags, `${root}/server/main.ts`, '--data', directory, '--listen', '127.0.0.1:0'],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...compiledEnvironment } },
  );
  try {
    const { url, ca } = await ready(server);
    const authority = readFileSync(ca, 'utf8');
    const login = await post(url, authority, '/auth', {}, [`username=bench&password=${encodeURIComponent(password)}`]);
    const { token } = JSON.parse(login).result.value;
    const headers = { 'PI-Authorization': token, 'content-type': 'multipart/form-data; boundary=bench' };
    const before = memoryMb(server.pid, 'VmRSS');
    // From here on the kernel counts the high-water mark anew (proc(5), clear_refs).
    writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
    const from = performance.now();
    const reply = JSON.parse(await post(url, authority, '/token/load/keys.xml', headers, form()));
    const seconds = (performance.now() - from) / 1000;
    if (reply.result?.value?.n_imported !== keys) throw new Error(`not imported: ${JSON.stringify(reply.result)}`);
    const most = memoryMb(server.pid, 'VmHWM');
    return { seconds, before, most };
  } finally {
    server.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  }
}

async function ready(server: ChildProcess): Promise<{ readonly url: string; readonly ca: string }> {
  if (server.stdout === null) throw new Error('the server has no standard output');
  for await (const line of createInterface({ input: server.stdout })) return JSON.parse(line);
  throw new Error('the server ended before it was ready');
}

/** The form with its file, a piece at a time: the bench's own memory is not the point, but its work is. */
function* form(): Generator<string> {
  yield '--bench\r\nContent-Disposition: form-data; name="type"\r\n\r\npskc\r\n';
  yield '--bench\r\nContent-Disposition: form-data; name="file"; filename="keys.xml"\r\n\r\n';
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">\n';
  const start = randomBytes(16);
  for (let number = 0; number < keys; number += 100) {
    let text = '';
    for (let place = number; place < number + 100; place += 1) {
      const secret = createHash('sha1').update(start).update(String(place)).digest('base64');
      text += `<KeyPackage>
  <DeviceInfo><Manufacturer>Example</Manufacturer><SerialNo>GALT${String(place).padStart(8, '0')}</SerialNo></DeviceInfo>
  <CryptoModuleInfo><Id>CM_ID_001</Id></CryptoModuleInfo>
  <Key Id="GALT${String(place).padStart(8, '0')}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">
    <Issuer>Example</Issuer>
    <AlgorithmParameters><ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters>
    <Data><Secret><PlainValue>${secret}</PlainValue></Secret><Counter><PlainValue>0</PlainValue></Counter></Data>
  </Key>
</KeyPackage>\n`;
    }
    yield text;
  }
  yield '</KeyContainer>\r\n--bench--\r\n';
}

function post(
  url: string,
  ca: string,
  path: string,
  headers: Record<string, string>,
  pieces: Iterable<string>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, url), { method: 'POST', ca, headers }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      incoming.on('end', () => resolve(text));
    });
    outgoing.on('error', reject);
    const iterator = pieces[Symbol.iterator]();
    const more = () => {
      for (let next = iterator.next(); !next.done; next = iterator.next()) {
        if (!outgoing.write(next.value)) {
          outgoing.once('drain', more);
          return;
        }
      }
      outgoing.end();
    };
    more();
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
