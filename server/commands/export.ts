import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BundleLine } from '../../domain/log/bundle.ts';
import { bundleWriter } from '../../domain/log/bundle-writer.ts';
import type { SignedRecord } from '../../domain/record.ts';
import type { Installation } from '../installation.ts';
import { mustBeInForce } from '../keys/receipt-key.ts';
import { signText } from '../station/ed25519.ts';
import type { Store } from '../store/store.ts';
import { makeCheckpoint, originOf } from '../trail/checkpoint.ts';

/** Writes all that somebody needs who trusts no server: `npm run verify -- FILE` reads it. It holds no secret that opens. */
export async function exportBundle(installation: Installation, file: string): Promise<string> {
  await makeCheckpoint(installation);
  await mustBeInForce(installation.store, installation.keys);
  const { receipt } = installation.keys;
  const writer = bundleWriter((text) => signText(receipt.privateKey, text));
  let lines = 1;
  const text = async function* () {
    for await (const line of contentOf(installation)) {
      lines += 1;
      yield writer.line(line);
    }
    yield writer.end();
  };
  await pipeline(Readable.from(text()), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  return `${lines} lines in ${file}: check them with npm run verify -- ${file} --key ${receipt.publicKey}`;
}

async function* contentOf(installation: Installation): AsyncIterable<BundleLine> {
  const { store, now } = installation;
  // What comes in while this is written is left for the next time: no line is about an entry that is not here.
  const { origin, end, stations, contradictions, heads, disputed, receiptKeys } =
    await store.commits.reading(asItStands);
  const { key, changes } = receiptKeys;
  yield {
    kind: 'header',
    version: 3,
    log: 'server',
    origin,
    key,
    server: { origin, key, changes },
    stations: stations.map(({ id, name, publicKey }) => ({ id, name, publicKey })),
    exportedAt: now().toISOString(),
  };
  const known = new Set(stations.map(({ id }) => id));
  for await (const { size, note } of store.checkpoints.each()) {
    if (size > end) break;
    const lines = (await store.countersignatures.under(size)).filter((line) => known.has(line.split(' ')[1] ?? ''));
    yield { kind: 'checkpoint', note: note + lines.join('') };
  }
  for (const found of contradictions) yield { kind: 'contradiction', ...found };
  for (const told of heads) yield { kind: 'head', ...told };
  const isInside = (receipt: string) => JSON.parse(receipt).receipt.position <= end;
  for await (const { receipt } of store.records.each()) {
    if (isInside(receipt)) yield { kind: 'receipt', ...JSON.parse(receipt) };
  }
  for await (const { text, signature, receipt } of store.records.each()) {
    if (isInside(receipt)) yield { kind: 'record', ...signed(text, signature) };
  }
  for (const { text, signature } of disputed) yield { kind: 'disputed', ...signed(text, signature) };
  for await (const { entry, hash } of store.audit.entries()) {
    if (entry.position > end) break;
    yield { kind: 'entry', entry, hash };
  }
}

/** What has no place in the audit of its own, as it is at one moment. */
async function asItStands(store: Store) {
  return {
    end: (await store.audit.head()).position,
    origin: await originOf(store),
    stations: await store.stations.all(),
    contradictions: await store.contradictions.all(),
    heads: await store.auditHeads.all(),
    disputed: await store.records.disputed(),
    receiptKeys: await store.receiptKeys.all(),
  };
}

function signed(text: string, signature: string): SignedRecord {
  return { record: JSON.parse(text.slice(text.indexOf('\n') + 1)), signature };
}
