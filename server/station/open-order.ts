import { remarkSentence } from '../../domain/import-remark.ts';
import { broughtContext } from '../../domain/stock/brought.ts';
import type { ImportedKey, ImportRow } from '../../seeds/imported-key.ts';
import { boundsFault, fault } from '../../seeds/imported-key.ts';
import { type ReadFile, stageRows } from '../imports/stage-rows.ts';
import type { Installation } from '../installation.ts';
import type { OrderPart } from './order-parts.ts';
import { StationError } from './station-error.ts';

/** Opens the seeds of an order and puts them, sealed anew, where an import waits for the transaction that takes it. */
export async function openOrder(
  installation: Installation,
  station: string,
  parts: readonly OrderPart[],
): Promise<ReadFile | StationError> {
  let unreadable = false;
  async function* rows() {
    for (const part of parts) {
      const seeds = await openPart(installation, station, part);
      if (seeds === undefined) unreadable = true;
      else yield keysOf(part, seeds);
    }
  }
  const staged = await stageRows(installation, rows());
  const { faults } = staged;
  const [first] = faults.first;
  if (!unreadable && faults.count === 0) return staged;
  await staged.staged.drop();
  return new StationError('refused', first === undefined ? 'the seeds cannot be opened' : remarkSentence(first));
}

async function openPart(
  installation: Installation,
  station: string,
  { office, brought }: OrderPart,
): Promise<Uint8Array | undefined> {
  const { keyId } = installation.keys.sealing;
  const { file, part, parts, seeds, credentials } = brought;
  if (seeds.keyId !== keyId) return undefined;
  try {
    const opened = await installation.openSealed(seeds, broughtContext({ keyId, station, office, file, part, parts }));
    const wanted = credentials.reduce((sum, { seedBytes }) => sum + seedBytes, 0);
    if (opened.length === wanted) return opened;
    opened.fill(0);
    return undefined;
  } catch {
    return undefined;
  }
}

/** Each with bytes of its own: whoever takes them wipes them, and the whole is wiped here. */
function keysOf({ brought }: OrderPart, seeds: Uint8Array): readonly ImportRow[] {
  let from = 0;
  const rows = brought.credentials.map(({ seedBytes, ...credential }, index): ImportRow => {
    const place = { unit: 'key', number: index + 1 } as const;
    const { suite, ...told } = credential;
    const seed = seeds.slice(from, from + seedBytes);
    from += seedBytes;
    const key: ImportedKey = { ...told, place, seed, ...(suite === undefined ? {} : { suite }) };
    const wrong = boundsFault(key);
    if (wrong === undefined) return { kind: 'key', key };
    seed.fill(0);
    return fault(place, wrong);
  });
  seeds.fill(0);
  return rows;
}
