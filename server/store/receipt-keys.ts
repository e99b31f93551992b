import type { KeyChange, ReceiptKeys } from '../../domain/log/receipt-keys.ts';
import type { Db } from './schema.ts';

export interface ReceiptKeysStore {
  /** The one that signs now; nothing before the first. */
  readonly newest: () => Promise<string | undefined>;
  /** The first of all: the log's name comes from it. */
  readonly first: () => Promise<string | undefined>;
  readonly all: () => Promise<ReceiptKeys>;
  /** Keeps the first, unless another server was faster. */
  readonly begin: (key: string, at: string) => Promise<void>;
  readonly add: (change: KeyChange) => Promise<void>;
}

export function receiptKeys(db: Db): ReceiptKeysStore {
  const keys = () => db.selectFrom('receipt_keys').select('key').limit(1);
  return {
    newest: async () => (await keys().orderBy('position', 'desc').executeTakeFirst())?.key,
    first: async () => (await keys().orderBy('position').executeTakeFirst())?.key,
    async all() {
      const rows = await db
        .selectFrom('receipt_keys')
        .select(['former', 'key', 'position', 'at', 'by_former as byFormer', 'by_key as byKey'])
        .orderBy('position')
        .execute();
      return { key: rows.at(-1)?.key ?? '', changes: rows.filter(({ position }) => position > 0) };
    },
    async begin(key, at) {
      await db
        .insertInto('receipt_keys')
        .values({ position: 0, key, former: '', at, by_former: '', by_key: '' })
        .onConflict((conflict) => conflict.column('position').doNothing())
        .execute();
    },
    async add({ byFormer, byKey, ...change }) {
      await db
        .insertInto('receipt_keys')
        .values({ ...change, by_former: byFormer, by_key: byKey })
        .execute();
    },
  };
}
