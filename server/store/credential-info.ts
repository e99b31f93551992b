import { sql } from 'kysely';
import { changed } from './changed.ts';
import { numbersOf, oneOf } from './one-of.ts';
import { prepared } from './prepared.ts';
import type { Db, Schema } from './schema.ts';

/** Free information beside a credential, by name: privacyIDEA's tokeninfo. */
export interface CredentialInfo {
  readonly of: (credentialId: number) => Promise<Readonly<Record<string, string>>>;
  /** The same of several at once. */
  readonly ofAll: (credentialIds: readonly number[]) => Promise<ReadonlyMap<number, Readonly<Record<string, string>>>>;
  readonly set: (credentialId: number, name: string, value: string) => Promise<void>;
  readonly remove: (credentialId: number, name: string) => Promise<boolean>;
  /** Carries everything over to the credential that takes another's place. */
  readonly copy: (fromId: number, toId: number) => Promise<void>;
}

export function credentialInfo(db: Db): CredentialInfo {
  const beside = prepared<{ ids: unknown }, Schema['credential_info']>(db, (given) =>
    db
      .selectFrom('credential_info')
      .selectAll()
      .where(oneOf(db, 'credential_id', given('ids'))),
  );
  return {
    async of(id) {
      const rows = await db
        .selectFrom('credential_info')
        .select(['name', 'value'])
        .where('credential_id', '=', id)
        .orderBy('name')
        .execute();
      return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
    },
    async ofAll(ids) {
      const all = new Map<number, Record<string, string>>(ids.map((id) => [id, {}]));
      if (ids.length === 0) return all;
      const { rows } = await beside({ ids: numbersOf(db, ids) });
      for (const { credential_id, name, value } of rows) Object.assign(all.get(credential_id) ?? {}, { [name]: value });
      return all;
    },
    async set(id, name, value) {
      await db
        .insertInto('credential_info')
        .values({ credential_id: id, name, value })
        .onConflict((conflict) => conflict.columns(['credential_id', 'name']).doUpdateSet({ value }))
        .execute();
    },
    remove: async (id, name) =>
      (await changed(db.deleteFrom('credential_info').where('credential_id', '=', id).where('name', '=', name))) === 1,
    async copy(fromId, toId) {
      const rows = db
        .selectFrom('credential_info')
        .select([sql<number>`CAST(${toId} AS bigint)`.as('id'), 'name', 'value'])
        .where('credential_id', '=', fromId);
      await db.insertInto('credential_info').columns(['credential_id', 'name', 'value']).expression(rows).execute();
    },
  };
}
