import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BundleFault, BundleLine, BundleReport } from '../domain/log/bundle.ts';
import { type BundleChecks, bundleCheck } from '../domain/log/verify-bundle.ts';
import type { ServerSays } from '../domain/log/verify-bundle-heads.ts';
import { readReceiptCode } from '../domain/paper/receipt-code.ts';
import type { IssuanceRecord } from '../domain/record.ts';
import { recordText, textHash } from '../domain/record-text.ts';
import { bundleLines } from './bundle-lines.ts';
import {
  comparedWords,
  contradictionWords,
  faultWords,
  headWords,
  keyChangeWords,
  vouchedWords,
} from './verify-words.ts';

/** `npm run verify -- FILE`: checks an exported bundle by its signatures and hashes alone; no server is asked. */

const usage = `npm run verify -- FILE [--key KEY] [--checkpoint FILE] [--server FILE] [--receipt TEXT] [--json]
  FILE          the bundle: a server's (npm run server -- export bundle FILE) or a desk's (Records, Export this desk's
                trail)
  --key         the server's receipt key (43 letters), as it is known from elsewhere, also one from before it was changed:
                without it the key in the file is believed
  --checkpoint  a checkpoint that was kept elsewhere, as by a station; may be given again and again
  --server      the server's bundle, for a desk's: whether the desk's audit has what the server knows of it; it is checked
                by the same key, and has to hold itself
  --receipt     what the code on a holder's receipt says (KEYDESK1:...), or the hash on it: the record must be there
  --json        the report as JSON
It ends with 0 when everything holds, 1 when something does not, 2 when the file or the words cannot be read.`;

const mostFaults = 20;

interface Wanted {
  readonly id: string | undefined;
  readonly hash: string;
}

/** What there is of the record that a receipt is for. */
interface Held {
  outcome: 'unchanged' | 'changed' | 'not here';
  record: IssuanceRecord | undefined;
}

/** A key may begin with a dash, and would be taken for another option. */
function keyJoined(words: readonly string[]): string[] {
  const at = words.indexOf('--key');
  const key = words[at + 1];
  return at < 0 || key === undefined ? [...words] : [...words.slice(0, at), `--key=${key}`, ...words.slice(at + 2)];
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      args: keyJoined(process.argv.slice(2)),
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        checkpoint: { type: 'string', multiple: true, default: [] },
        server: { type: 'string' },
        receipt: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new TypeError('one file is wanted');
    if (values.key !== undefined && !/^[\w-]{43}$/.test(values.key)) throw new TypeError('the key has 43 letters');
    const notes = values.checkpoint.map((name) => ({ name, text: readFileSync(name, 'utf8') }));
    const wanted = values.receipt === undefined ? undefined : readReceipt(values.receipt);
    return { file, key: values.key, notes, server: values.server, wanted, json: values.json };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

/** What the code says (with the server's place or without), or the hash alone, in groups or not. */
function readReceipt(text: string): Wanted {
  const code = readReceiptCode(text);
  if (code !== undefined) return { id: code.record, hash: code.contentHash };
  const hash = text.replace(/\s/g, '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hash))
    throw new TypeError('the text of a receipt is KEYDESK1:record:hash, or its hash of 64 digits');
  return { id: undefined, hash };
}

const keys = new Map<string, KeyObject>();

function ed25519(publicKey: string, text: string, signature: string): boolean {
  try {
    const known = keys.get(publicKey);
    const key = known ?? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    if (known === undefined) keys.set(publicKey, key);
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

async function check(file: string, checks: BundleChecks, seen: (line: BundleLine) => void): Promise<BundleReport> {
  const bundle = bundleCheck(checks);
  for await (const text of bundleLines(file)) {
    const line = bundle.take(text);
    if (line !== undefined) seen(line);
  }
  return bundle.end();
}

const otherLog = new TypeError('--server is the bundle of a server, held against that of a desk');

/** The server's bundle, checked as every bundle is, with what it says of its stations. */
async function checkServer(file: string): Promise<{ readonly report: BundleReport; readonly says: ServerSays }> {
  const heads: ServerSays['heads'][number][] = [];
  let stations: ServerSays['stations'] = [];
  const report = await check(file, { verifies: ed25519, serverKey: key }, (line) => {
    if (line.kind === 'header') stations = line.stations;
    if (line.kind === 'head') heads.push({ head: line.head, signature: line.signature });
  });
  if (report.log !== 'server') throw otherLog;
  return { report, says: { keys: { key: report.key, changes: report.keyChanges }, stations, heads } };
}

/** Looks for the record of a receipt while the lines pass. */
function lookFor({ id, hash }: Wanted, held: Held): (line: BundleLine) => void {
  return (line) => {
    if (line.kind !== 'record' || held.outcome === 'unchanged') return;
    if (id !== undefined && line.record.id !== id) return;
    const isSame = textHash(recordText(line.record)) === hash;
    if (isSame) Object.assign(held, { outcome: 'unchanged', record: line.record });
    else if (id !== undefined) Object.assign(held, { outcome: 'changed', record: line.record });
  };
}

function recordWords({ outcome, record }: Held): readonly string[] {
  if (record === undefined) return ['The record of this receipt is not here.'];
  const { id, kind, controller, recordedAt, station, sequence, desk } = record;
  const office = desk?.office ? ` in office ${desk.office}` : '';
  const what = record.kind === 'act' ? record.act.what : kind;
  const token = 'token' in record ? ` token ${record.token.serial}` : '';
  const holder = 'holder' in record && record.holder ? `, ${record.holder.username}@${record.holder.realm}` : '';
  return [
    outcome === 'unchanged'
      ? 'The record of this receipt is here, unchanged:'
      : 'The record of this receipt is here and was changed: it has another hash than the receipt says.',
    `  ${what}${token}${holder}, by ${controller} on ${recordedAt}`,
    `  record ${id}, number ${sequence} of station ${station}${office}`,
  ];
}

const { file, key, notes, server, wanted, json } = readOptions();
const held: Held = { outcome: 'not here', record: undefined };
try {
  const served = server === undefined ? undefined : await checkServer(server);
  const serverSays = served?.says;
  const checks: BundleChecks = { verifies: ed25519, serverKey: key, notes: notes.map(({ text }) => text), serverSays };
  const report = await check(file, checks, wanted === undefined ? () => {} : lookFor(wanted, held));
  if (served !== undefined && report.log === 'server') throw otherLog;
  const serverFaults = served?.report.faults ?? [];
  const isCompared =
    report.compared.every(({ outcome }) => outcome === 'holds') &&
    report.heads.every(({ outcome }) => outcome === 'holds' || outcome === 'former audit');
  const areWhole = report.faults.length + serverFaults.length === 0;
  const holds = areWhole && isCompared && (wanted === undefined || held.outcome === 'unchanged');
  if (json)
    console.log(JSON.stringify({ holds, ...report, serverFaults, ...(wanted === undefined ? {} : { receipt: held }) }));
  else tell(report, serverFaults, holds);
  process.exitCode = holds ? 0 : 1;
} catch (error) {
  console.error(`This is no bundle that can be read: ${(error as Error).message}`);
  process.exitCode = 2;
}

function tell(report: BundleReport, serverFaults: readonly BundleFault[], holds: boolean): void {
  const { counts, faults, origin, serverKey, log } = report;
  const believed = key === undefined ? ' (from the file: compare it with a receipt)' : '';
  console.log(
    `${log === 'server' ? 'A server’s log' : 'A desk’s trail'}: ${origin}, server key ${serverKey}${believed}`,
  );
  const parts = [
    'entry',
    'record',
    'disputed',
    'receipt',
    'checkpoint',
    'kept',
    'countersignature',
    'head',
    'inclusion',
  ] as const;
  console.log(parts.flatMap((part) => (counts[part] ? [`${part} ${counts[part]}`] : [])).join(', '));
  for (const line of [...keyChangeWords(report), ...vouchedWords(report), ...contradictionWords(report)])
    console.log(line);
  report.compared.forEach((one, place) => {
    console.log(comparedWords(one, notes[place]?.name ?? ''));
  });
  for (const one of serverFaults.slice(0, mostFaults))
    console.log(`The server’s bundle does not hold: ${faultWords(one)}`);
  for (const one of report.heads) console.log(headWords(one));
  if (wanted !== undefined) for (const line of recordWords(held)) console.log(line);
  for (const fault of faults.slice(0, mostFaults)) console.log(faultWords(fault));
  const more = Math.max(faults.length - mostFaults, 0) + report.moreFaults;
  if (more > 0) console.log(`and ${more} more.`);
  if (holds) console.log('Nothing was changed, dropped, moved or added.');
}
