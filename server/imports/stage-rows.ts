import { setImmediate } from 'node:timers/promises';
import { type ImportPlace, type ImportRemark, remark } from '../../domain/import-remark.ts';
import { firstRemarks, type Told } from '../../seeds/first-remarks.ts';
import type { ImportedKey, ImportRow, ImportRows } from '../../seeds/imported-key.ts';
import { assertAnother } from '../act/by-another.ts';
import type { RequestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { sealSeed } from '../keys/seed-at-rest.ts';
import { findPerson } from '../people/find-person.ts';
import { type StagedImport, type StagedKey, stagedLine, stageImport } from '../store/staged-imports.ts';

/** A file that was read to its end: its keys, staged, and what is to be said of the rest. */
export interface ReadFile {
  readonly staged: StagedImport;
  readonly keys: number;
  readonly faults: Told;
  readonly passedOver: Told;
}

/** A key as it waits for its transaction, and where it stands in the file. */
interface Waiting {
  readonly line: string;
  readonly place: ImportPlace;
}

/** So many keys are sealed in one go; checks that wait come first then. */
const atOnce = 500;
/** So many wait for one transaction: each is a commit of its own, which waits for the disk. */
const stagedAtOnce = 1000;

/** Reads a file to its end, sealing each seed as it comes; nothing of it is a credential yet. */
export async function stageRows(
  installation: Pick<Installation, 'store' | 'keys'>,
  rows: ImportRows,
  facts?: RequestFacts,
): Promise<ReadFile> {
  const staged = await stageImport(installation.store);
  const faults = firstRemarks();
  const passedOver = firstRemarks();
  let keys = 0;
  let waiting: Waiting[] = [];
  const stage = async () => {
    const some = waiting;
    waiting = [];
    keys += some.length;
    const twice = await staged.add(some.map(({ line }) => line));
    for (const at of twice) faults.add({ ...remark('twice'), place: some[at]?.place });
  };
  try {
    for await (const batch of rows) {
      for (let at = 0; at < batch.length; at += atOnce) {
        const portion = batch.slice(at, at + atOnce);
        for (const row of portion)
          waiting.push(...(await sealed(installation, row, faults.add, passedOver.add, facts)));
        if (waiting.length >= stagedAtOnce) await stage();
        if (batch.length > atOnce) await setImmediate();
      }
    }
    await stage();
    return { staged, keys, faults: faults.told(), passedOver: passedOver.told() };
  } catch (error) {
    await staged.drop();
    throw error;
  }
}

async function sealed(
  { store, keys }: Pick<Installation, 'store' | 'keys'>,
  row: ImportRow,
  fault: (remark: ImportRemark) => void,
  passedOver: (remark: ImportRemark) => void,
  facts: RequestFacts | undefined,
): Promise<readonly Waiting[]> {
  if (row.kind !== 'key') {
    (row.kind === 'fault' ? fault : passedOver)(row.remark);
    return [];
  }
  const { key } = row;
  try {
    const owner =
      key.holder === undefined ? undefined : await findPerson(store.people, key.holder.user, key.holder.realm);
    if (key.holder !== undefined && owner === undefined) {
      fault({ ...remark('nobody'), place: key.place });
      return [];
    }
    if (owner !== undefined && facts !== undefined) assertAnother(facts, owner);
    const line = stagedLine(stagedKey(key, sealSeed(keys.storeKey, key.serial, key.seed), owner?.id ?? null));
    return [{ line, place: key.place }];
  } finally {
    key.seed.fill(0);
  }
}

function stagedKey(key: ImportedKey, seed: Uint8Array, ownerId: number | null): StagedKey {
  const { serial, type, otpLength, hash, counter, timeStep, timeShift, publicId, description } = key;
  const suite = key.suite ?? null;
  return { serial, type, seed, otpLength, hash, counter, timeStep, timeShift, publicId, description, ownerId, suite };
}
