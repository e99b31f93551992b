import { type ImportKind, importKinds } from '../../domain/import-kind.ts';
import type { ImportRows } from '../../seeds/imported-key.ts';
import { macModes } from '../../seeds/pskc-secrets.ts';
import { readSeedFile } from '../../seeds/read-seed-file.ts';
import { SeedFileError } from '../../seeds/seed-file-error.ts';
import type { Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';

/** Reads a file of keys by the type that the request names: privacyIDEA's names, without case, blanks and hyphens. */
export function readImport(chunks: AsyncIterable<Uint8Array>, parameters: Parameters): ImportRows {
  const { type = '', psk, password } = parameters;
  const bare = (name: string) => name.toLowerCase().replace(/[\s-]/g, '');
  const kind = importKinds.find((known) => bare(known) === bare(type));
  if (kind === undefined) {
    throw new WireError(
      'tokenAdmin',
      `Unknown file type: '${type.slice(0, 40)}'. We only know OATH CSV, Yubikey CSV, aladdin-xml and pskc.`,
    );
  }
  const mode = macModeOf(kind, parameters);
  return answered(readSeedFile(chunks, kind, { psk: psk || undefined, password: password || undefined, mode }));
}

function macModeOf(kind: ImportKind, { pskcValidateMAC }: Parameters) {
  const wanted = (kind === 'pskc' && pskcValidateMAC) || 'check_fail_hard';
  const mode = macModes.find((known) => known === wanted);
  if (mode === undefined) throw new WireError('parameter', `pskcValidateMAC must be one of ${macModes.join(', ')}.`);
  return mode;
}

const codes = { file: 'import', wish: 'parameter', size: 'tooLarge' } as const;

/** What is wrong with the file is answered by privacyIDEA's codes. */
async function* answered(rows: ImportRows): ImportRows {
  try {
    yield* rows;
  } catch (cause) {
    if (!(cause instanceof SeedFileError)) throw cause;
    throw new WireError(codes[cause.fault], cause.message, {
      cause,
      reason: 'seed-file',
      values: { remark: cause.remark.code, ...cause.remark.values },
    });
  }
}
