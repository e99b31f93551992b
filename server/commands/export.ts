import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BundleLine } from '../../domain/log/bundle.ts';
import type { SignedRecord } from '../../domain/record.ts';
import type { Installation } from '../installation.ts';
import { makeCheckpoint, originOf } from '../trail/checkpoint.ts';

/** Writes all that somebody needs who trusts no server: `npm run verify -- FILE` reads it. It holds no secret that opens. */
export async function exportBundle(installation: Installation, file: string): Promise<string> {
  await makeCheckpoint(installation);
  let lines = 0;
  const text = async function* () {
    for await (const line of bundleLines(installation)) {
      lines += 1;
      yield `${JSON.stringify(line)}\n`;
    }
  };
  await pipeline(Readable.from(text()), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  return `${lines} lines in ${file}: check them with npm run verify -- ${file} --key ${installation.keys.receipt.publicKey}`;
}

async function* bundleLines(installation: Installation): AsyncIterable<BundleLine> {
  const { store, keys, now } = installation;
  yield {
    kind: 'header',
    version: 1,
    origin: originOf(installation),
    serverKey: keys.receipt.publicKey,
    stations: (await store.stations.all()).map(({ id, name, publicKey }) => ({ id, name, publicKey })),
    exportedAt: now().toISOString(),
  };
  for (const note of await store.checkpoints.notes()) yield { kind: 'checkpoint', note };
  for await (const { receipt } of store.records.each()) yield { kind: 'receipt', ...JSON.parse(receipt) };
  for await (const { text, signature } of store.records.each()) yield { kind: 'record', ...signed(text, signature) };
  for (const { text, signature } of await store.records.disputed())
    yield { kind: 'disputed', ...signed(text, signature) };
  for await (const { entry, hash } of store.audit.entries()) yield { kind: 'entry', entry, hash };
}

function signed(text: string, signature: string): SignedRecord {
  return { record: JSON.parse(text.slice(text.indexOf('\n') + 1)), signature };
}
