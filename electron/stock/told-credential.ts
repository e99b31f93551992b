import { broughtCredential } from '../../domain/contract/act.ts';
import { type BareRemark, remark } from '../../domain/import-remark.ts';
import type { BroughtCredential } from '../../domain/stock/brought.ts';
import type { ImportedKey } from '../../seeds/imported-key.ts';

/** A credential as its record tells it: all but the seed. */
export function toldOf(key: ImportedKey): BroughtCredential {
  const { serial, type, otpLength, hash, counter, timeStep, timeShift, publicId, description, suite } = key;
  return {
    ...{ serial, type, seedBytes: key.seed.length, otpLength, hash, counter, timeStep, timeShift, publicId },
    description,
    ...(suite === undefined ? {} : { suite }),
  };
}

/** What keeps a credential of a file out of a record, if anything; no server would take one that says otherwise. */
export function toldFault(key: ImportedKey): BareRemark | undefined {
  const issue = broughtCredential.safeParse(toldOf(key)).error?.issues[0];
  return issue === undefined ? undefined : remark('untellable', { field: issue.path.join('.') });
}
