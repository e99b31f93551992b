import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BundleLine } from '../../domain/log/bundle.ts';
import { bundleWriter } from '../../domain/log/bundle-writer.ts';
import type { SignedRecord } from '../../domain/record.ts';
import type { Installation } from '../installation.ts';
import { mustBeInForce } from '../keys/receipt-key.ts';
import { signText } from '../station/ed25519.ts';
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
  const origin = await originOf(store);
  const { key, changes } = await store.receiptKeys.all();
  yield {
    kind: 'header',
    version: 2,
    log: 'server',
    origin,
    key,
    server: { origin, key, changes },
    stations: (await store.stations.all()).map(({ id, name, publicKey }) => ({ id, name, publicKey })),
    exportedAt: now().toISOString(),
  };
  // What comes in while this is written is left for the next time: no line is about an entry that is not here.
  const { position: end } = await store.audit.head();
  for await (const { size, note } of store.checkpoints.each()) {
    if (size > end) break;
    yield { kind: 'checkpoint', note: note + (await store.countersignatures.under(size)).join('') };
  }
  for (const found of await store.contradictions.all()) yield { kind: 'contradiction', ...found };
  const isInside = (receipt: string) => JSON.parse(receipt).receipt.position <= end;
  for await (const { receipt } of store.records.each()) {
    if (isInside(receipt)) yield { kind: 'receipt', ...JSON.parse(receipt) };
  }
  for await (const { text, signature, receipt } of store.records.each()) {
    if (isInside(receipt)) yield { kind: 'record', ...signed(text, signature) };
  }
  for (const { text, signature } of await store.records.disputed()) {
    yield { kind: 'disputed', ...signed(text, signature) };
  }
  for await (const { entry, hash } of store.audit.entries()) {
    if (entry.position > end) break;
    yield { kind: 'entry', entry, hash };
  }
}

function signed(text: string, signature: string): SignedRecord {
  return { record: JSON.parse(text.slice(text.indexOf('\n') + 1)), signature };
}
