import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Foreseen } from '../../domain/contract/administration/imports.ts';
import { importRemark, type ToldRemark } from '../../domain/contract/import-remark.ts';
import type { ImportKind } from '../../domain/import-kind.ts';
import { readValue, type Wire } from './wire-client.ts';

/** A file of seeds that somebody chose. */
export interface SeedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How it is to be read, and where the tokens go. */
export interface ImportWish {
  readonly kind: ImportKind;
  readonly realms: readonly string[];
  readonly password: Uint8Array;
  readonly preSharedKey: Uint8Array;
  readonly unchecked: boolean;
}

const counted = z.looseObject({ n_imported: z.int(), n_not_imported: z.int() });
const dryRun = z.looseObject({
  dryrun: z.literal(true),
  types: z.record(z.string(), z.int()),
  problems: z.array(z.string()),
  passed_over: z.array(z.string()),
  /** The same with their codes, by a server that knows them. */
  remarks: z.object({ problems: z.array(z.unknown()), passed_over: z.array(z.unknown()) }).optional(),
  counts: z.object({ keys: z.int(), passedOver: z.int(), faults: z.int() }),
});

/** What would happen with this file. */
export async function foresee(wire: Wire, file: SeedFile, wish: ImportWish): Promise<Foreseen> {
  const { detail } = await send(wire, file, wish, true);
  const { types, problems, passed_over, remarks, counts } = readValue(dryRun, detail);
  return {
    keys: counts.keys,
    types: Object.entries(types).map(([type, count]) => ({ type, count })),
    faults: counts.faults,
    firstFaults: worded(problems, remarks?.problems),
    passedOver: counts.passedOver,
    firstPassedOver: worded(passed_over, remarks?.passed_over),
  };
}

/** Each by its code, or in the server's words where it has none that is known here. */
function worded(sentences: readonly string[], remarks: readonly unknown[] = []): ToldRemark[] {
  return sentences.map((said, at) => importRemark.safeParse(remarks[at]).data ?? { said });
}

/** Imports it: all of it or nothing. */
export async function take(
  wire: Wire,
  file: SeedFile,
  wish: ImportWish,
): Promise<{ readonly imported: number; readonly leftOut: number }> {
  const { value } = await send(wire, file, wish, false);
  const { n_imported, n_not_imported } = readValue(counted, value);
  return { imported: n_imported, leftOut: n_not_imported };
}

async function send(wire: Wire, file: SeedFile, wish: ImportWish, dry: boolean) {
  const boundary = `keydesk-${randomBytes(18).toString('hex')}`;
  const form = multipart(boundary, file, wish, dry);
  try {
    return await wire.ask({
      method: 'POST',
      path: `/token/load/${encodeURIComponent(safeName(file.name))}`,
      file: { bytes: form, type: `multipart/form-data; boundary=${boundary}` },
      // There are secrets in the form: what is sent is wiped.
      secrets: {},
    });
  } finally {
    form.fill(0);
  }
}

/** RFC 7578: the fields that say how to read the file come before it. */
function multipart(boundary: string, file: SeedFile, wish: ImportWish, dry: boolean): Buffer {
  const field = (name: string, value: Uint8Array | string) => [
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ];
  const before = [
    ...field('type', wish.kind),
    ...(wish.realms.length === 0 ? [] : field('tokenrealms', wish.realms.join(','))),
    ...(dry ? field('dryrun', '1') : []),
    ...(wish.kind === 'pskc' ? field('pskcValidateMAC', wish.unchecked ? 'no_check' : 'check_fail_hard') : []),
    ...(wish.kind === 'pskc' && wish.password.length > 0 ? field('password', wish.password) : []),
    ...(wish.kind === 'pskc' && wish.preSharedKey.length > 0 ? field('psk', wish.preSharedKey) : []),
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${safeName(file.name)}"\r\n` +
        'content-type: application/octet-stream\r\n\r\n',
    ),
  ];
  const whole = Buffer.concat([...before, file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  for (const part of before) part.fill(0);
  return whole;
}

function safeName(name: string): string {
  return name.replace(/[^\w.-]+/g, '_').slice(0, 100) || 'seeds';
}
