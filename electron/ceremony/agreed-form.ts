import { recordHolder } from '../../domain/contract/act.ts';
import { readableRecord } from '../../domain/contract/readable-record.ts';
import { signedRecord } from '../../domain/contract/station.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { type Holder, longestController } from '../../domain/holder.ts';
import type { IssuanceRecord } from '../../domain/record.ts';

const { record: anyRecord } = signedRecord.shape;

/** A record that no server would take is not made: those after it could never be sent. */
export function mustBeAgreed(record: IssuanceRecord): void {
  const error = anyRecord.safeParse(record).error ?? readableRecord.safeParse(record).error;
  if (error !== undefined) throw notAgreed(error);
}

/** Seen before a token is written for somebody, not when the record of it is due. */
export function mustBeRecordable({ realm, username, userId }: Pick<Holder, 'realm' | 'username' | 'userId'>): void {
  const { error } = recordHolder.safeParse({ realm, username, userId });
  if (error !== undefined) throw notAgreed(error);
}

/** Seen before anything begins: whoever is at the desk is named in every record of it. */
export function mustBeNameable(controller: string): void {
  if (controller.length > longestController) throw new KeydeskError('record/not-agreed', { field: 'controller' });
}

function notAgreed(error: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] }): KeydeskError {
  const field = error.issues[0]?.path.map(String).join('.') ?? '';
  return new KeydeskError('record/not-agreed', { field }, { cause: error });
}
