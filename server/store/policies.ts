import type { Policy } from '../../domain/policy/policy.ts';
import { policyFromWire } from '../../domain/policy/policy-from-wire.ts';
import { policyToWire } from '../../domain/policy/policy-to-wire.ts';
import { prepared } from './prepared.ts';
import type { Db } from './schema.ts';

interface StoredPolicy {
  readonly id: number;
  readonly policy: Policy;
}

/** The policies as they were written, in the form of the wire. */
export interface Policies {
  readonly all: () => Promise<readonly StoredPolicy[]>;
  readonly find: (name: string) => Promise<StoredPolicy | undefined>;
  /** Saves over any of its name; gives the id. */
  readonly put: (policy: Policy) => Promise<number>;
  readonly rename: (from: string, policy: Policy) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
  /** Another text whenever any process changed a policy. */
  readonly revision: () => Promise<string>;
}

interface PolicyRow {
  readonly id: number;
  readonly name: string;
  readonly content: string;
}

export function policies(db: Db): Policies {
  const rows = () => db.selectFrom('policies').select(['id', 'name', 'content']);
  const revision = prepared<Record<never, never>, { number: string }>(db, () =>
    db.selectFrom('policy_revision').select(({ cast }) => cast<string>('number', 'text').as('number')),
  );
  const fromRow = ({ id, name, content }: PolicyRow): StoredPolicy => ({
    id,
    policy: policyFromWire(name, JSON.parse(content)).policy,
  });
  const written = (policy: Policy) => ({ name: policy.name, content: JSON.stringify(policyToWire(policy)) });
  return {
    all: async () => (await rows().orderBy('name').execute()).map(fromRow),
    async find(name) {
      const row = await rows().where('name', '=', name).executeTakeFirst();
      return row === undefined ? undefined : fromRow(row);
    },
    async put(policy) {
      const row = written(policy);
      const { id } = await db
        .insertInto('policies')
        .values(row)
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ content: row.content }))
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },
    async rename(from, policy) {
      await db.updateTable('policies').set(written(policy)).where('name', '=', from).execute();
    },
    async remove(name) {
      await db.deleteFrom('policies').where('name', '=', name).execute();
    },
    revision: async () => (await revision({})).rows[0]?.number ?? '',
  };
}
