import type { SignedHead } from '../../domain/log/audit-head.ts';
import { changed } from './changed.ts';
import type { Db } from './schema.ts';

/** Where the stations' own audits stood when they said so last; one of each audit that a station began. */
export interface AuditHeads {
  readonly all: () => Promise<readonly SignedHead[]>;
  readonly of: (station: string) => Promise<readonly SignedHead[]>;
  /** Keeps the first of an audit; false when there is one. */
  readonly add: (head: SignedHead, receivedAt: string) => Promise<boolean>;
  /** Keeps a further one in place of the one before it; false when that is not the one that is kept. */
  readonly goOn: (
    head: SignedHead,
    from: { readonly position: number; readonly hash: string },
    receivedAt: string,
  ) => Promise<boolean>;
}

export function auditHeads(db: Db): AuditHeads {
  const rows = () =>
    db
      .selectFrom('audit_heads')
      .select(['station', 'begins', 'position', 'hash', 'told_at as at', 'signature'])
      .orderBy('station')
      .orderBy('received_at')
      .orderBy('begins');
  const signed = ({ signature, ...head }: Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number]) => ({
    head,
    signature,
  });
  return {
    all: async () => (await rows().execute()).map(signed),
    of: async (station) => (await rows().where('station', '=', station).execute()).map(signed),
    add: async ({ head: { at, ...head }, signature }, receivedAt) =>
      (await changed(
        db
          .insertInto('audit_heads')
          .values({ ...head, told_at: at, signature, received_at: receivedAt })
          .onConflict((conflict) => conflict.columns(['station', 'begins']).doNothing()),
      )) === 1,
    goOn: async ({ head: { at, station, begins, position, hash }, signature }, from, receivedAt) =>
      (await changed(
        db
          .updateTable('audit_heads')
          .set({ position, hash, told_at: at, signature, received_at: receivedAt })
          .where('station', '=', station)
          .where('begins', '=', begins)
          .where('position', '=', from.position)
          .where('hash', '=', from.hash),
      )) === 1,
  };
}
