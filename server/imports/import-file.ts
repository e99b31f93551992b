import { remark, remarkSentence } from '../../domain/import-remark.ts';
import { mostTold, type Told } from '../../seeds/first-remarks.ts';
import type { Outcome } from '../act/perform.ts';
import type { RequestFacts } from '../act/request-facts.ts';
import { assertRealms } from '../act/token-settings.ts';
import type { Installation } from '../installation.ts';
import type { Store } from '../store/store.ts';
import { isTrue, listOf, type Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import type { ReadFile } from './stage-rows.ts';

/** An upload that was read: the file, and the parameters that came with it. */
export interface Upload {
  readonly file: ReadFile;
  readonly parameters: Parameters;
}

/**
 * Takes a file in: all of it, or nothing. A dry run says what would happen, and changes nothing. Inside the transaction
 * of the act; what is said names serials and places, never keys.
 */
export async function importFile(
  installation: Installation,
  facts: RequestFacts,
  { file, parameters }: Upload,
): Promise<Outcome> {
  const { store } = installation;
  const realms = listOf(parameters.tokenrealms ?? parameters.tokenrealm).map((name) => name.toLowerCase());
  await assertRealms(store, realms);
  const faults = await allFaults(store, file);
  const types = await file.staged.countByType(store);
  const count = { keys: file.keys, passedOver: file.passedOver.count, faults: faults.count };
  if (isTrue(parameters.dryrun)) {
    const wouldCome = faults.count === 0;
    return {
      value: { n_imported: wouldCome ? file.keys : 0, n_not_imported: count.passedOver + (wouldCome ? 0 : file.keys) },
      detail: () => ({
        dryrun: true,
        types,
        problems: faults.first.map(remarkSentence),
        passed_over: file.passedOver.first.map(remarkSentence),
        remarks: { problems: faults.first, passed_over: file.passedOver.first },
        counts: count,
      }),
      audit: { info: 'only looked at', dryrun: true, ...count },
    };
  }
  if (faults.count > 0) {
    const more = faults.count > faults.first.length ? `; and ${faults.count - faults.first.length} more` : '';
    throw new WireError('import', `Nothing was imported. ${faults.first.map(remarkSentence).join('; ')}${more}`, {
      reason: 'seeds-kept-out',
      values: { count: faults.count },
    });
  }
  if (file.keys === 0) throw new WireError('import', 'There is no key in the file.', { reason: 'seeds-none' });
  const taken = await file.staged.take(store, realms, facts.at.toISOString());
  if (taken !== file.keys) {
    throw new WireError('import', 'Nothing was imported: a serial came meanwhile. Try again.', {
      reason: 'seeds-overtaken',
    });
  }
  return {
    value: { n_imported: taken, n_not_imported: count.passedOver },
    ...(file.passedOver.count > 0
      ? { detail: () => ({ passed_over: file.passedOver.first.map(remarkSentence) }) }
      : {}),
    audit: { info: `${taken} imported`, ...count, realms: realms.join(' ') },
  };
}

/** Serials that are taken are faults, too: an import never ends a credential. */
async function allFaults(store: Store, { staged, faults }: ReadFile): Promise<Told> {
  const taken = await staged.taken(store, mostTold);
  const here = taken.serials.map((serial) => remark('here-already', { serial }));
  return { count: faults.count + taken.count, first: [...faults.first, ...here].slice(0, mostTold) };
}
