import { createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { BundleFault, BundleLine, BundleReport } from '../domain/log/bundle.ts';
import { type BundleChecks, bundleCheck } from '../domain/log/verify-bundle.ts';

/** `npm run verify -- FILE`: checks an exported bundle by its signatures and hashes alone; no server is asked. */

const usage = `npm run verify -- FILE [--key KEY] [--note FILE] [--hash HASH]
  FILE    the bundle, as the server's \`npm run server -- export bundle FILE\` writes it
  --key   the server's receipt key (43 letters), as it is known from a station or a receipt: without it the key in the
          file is believed
  --note  a checkpoint that was kept elsewhere, as by a station; may be given again and again
  --hash  the hash on a holder's receipt: the record must be there`;

const longestLine = 4_000_000;

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        note: { type: 'string', multiple: true, default: [] },
        hash: { type: 'string' },
      },
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new TypeError('one file is wanted');
    if (values.key !== undefined && !/^[\w-]{43}$/.test(values.key)) throw new TypeError('the key has 43 letters');
    return { file, key: values.key, notes: values.note, hash: values.hash?.replace(/\s/g, '').toLowerCase() };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

function ed25519(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

/** The report on a file, with each line that cannot be read as a fault of its own. */
async function check(file: string, checks: BundleChecks, seen: (line: BundleLine) => void): Promise<BundleReport> {
  const bundle = bundleCheck(checks);
  const unreadable: BundleFault[] = [];
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    try {
      if (text.length > longestLine) throw new RangeError('the line is too long');
      const line = JSON.parse(text) as BundleLine;
      bundle.take(line);
      seen(line);
    } catch (error) {
      if (unreadable.length === 0 && number === 1) throw error;
      if (unreadable.length < 100) unreadable.push({ what: 'unreadable', of: 'line', at: `${number}` });
    }
  }
  const report = bundle.end();
  return { ...report, faults: [...report.faults, ...unreadable] };
}

function sentence({ what, of, at, after }: BundleFault): string {
  if (of === 'entry' && what === 'dropped') return `Entry ${at} was dropped.`;
  if (of === 'entry' && what === 'moved') return `Entry ${at} was moved: it stands further on.`;
  if (of === 'entry' && what === 'added') return `An entry was added: there are two at place ${at}.`;
  if (of === 'entry' && what === 'changed') return `Entry ${at} was changed.`;
  if (of === 'entry')
    return `Between entry ${after} and entry ${at} something was changed, dropped or added, and the chain was made anew after it.`;
  if (what === 'signature') return `The signature of ${of} ${at} does not hold.`;
  if (what === 'not in the audit') return `Record ${at} is not in the audit: it was added.`;
  if (what === 'out of order') return `Record ${at} does not follow the one before it on its station.`;
  return `${of[0]?.toUpperCase()}${of.slice(1)} ${at}: ${what}.`;
}

const { file, key, notes, hash } = readOptions();
let wanted = hash === undefined;
const checks: BundleChecks = {
  verifies: ed25519,
  fromBase64Url: (text) => Buffer.from(text, 'base64url'),
  toBase64Url: (bytes) => Buffer.from(bytes).toString('base64url'),
  serverKey: key,
  notes: notes.map((name) => readFileSync(name, 'utf8')),
};
try {
  const report = await check(file, checks, (line) => {
    if (line.kind === 'entry' && line.entry.detail.contentHash === hash) wanted = true;
  });
  const { entries, records, receipts, checkpoints, anchoredUpTo, faults, origin, serverKey } = report;
  console.log(`${origin}, key ${serverKey}${key === undefined ? ' (from the file: compare it with a receipt)' : ''}`);
  console.log(`${entries} entries, ${records} records, ${receipts} receipts, ${checkpoints} checkpoints`);
  console.log(`Signatures vouch for entries 1 to ${anchoredUpTo}; what follows is held by the chain alone.`);
  if (!wanted) console.log('No record has the hash that is asked for.');
  for (const fault of faults.slice(0, 20)) console.log(sentence(fault));
  if (faults.length > 20) console.log(`and ${faults.length - 20} more.`);
  if (faults.length === 0 && wanted) console.log('Nothing was changed, dropped, moved or added.');
  process.exitCode = faults.length === 0 && wanted ? 0 : 1;
} catch (error) {
  console.error(`This is no bundle that can be read: ${(error as Error).message}`);
  process.exitCode = 2;
}
