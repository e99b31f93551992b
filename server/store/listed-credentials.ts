import { type Credential, credentialColumns } from './credentials.ts';
import { numbersOf, oneOf } from './one-of.ts';
import { prepared } from './prepared.ts';
import type { Db } from './schema.ts';

/** A credential with its owner's name, as the list shows it: nothing that is secret. */
export interface ListedCredential extends Owned {
  /** The realms it is in, by name. */
  readonly realms: readonly string[];
}

interface Owned extends Omit<Credential, 'seed' | 'pinHash'> {
  readonly username: string | null;
  readonly userId: string | null;
  readonly userRealm: string | null;
  readonly userResolver: string | null;
}

type ListedColumn = Exclude<(typeof credentialColumns)[number], 'seed' | 'pin_hash as pinHash'>;

const listedColumns = credentialColumns.filter(
  (column): column is ListedColumn => column !== 'seed' && column !== 'pin_hash as pinHash',
);

/** Reads a page of the list: the ids between two places of all living credentials by serial, and what is shown of ids. */
export interface ListReader {
  readonly idsFrom: (serial: string, pass: number, many: number) => Promise<readonly number[]>;
  /** These credentials, in this order. */
  readonly ofIds: (ids: readonly number[]) => Promise<readonly ListedCredential[]>;
}

const readers = new WeakMap<Db, ListReader>();

export function listReader(db: Db): ListReader {
  const known = readers.get(db);
  if (known !== undefined) return known;
  const reader = makeReader(db);
  readers.set(db, reader);
  return reader;
}

function makeReader(db: Db): ListReader {
  const inOrder = prepared<{ serial: string; pass: number; many: number }, { id: number }>(db, (given) =>
    db
      .selectFrom('credentials')
      .select('id')
      .where('ended_at', 'is', null)
      .where('serial', '>=', given('serial'))
      .orderBy('serial')
      .limit(given('many'))
      .offset(given('pass')),
  );
  const owned = prepared<{ ids: unknown }, Owned>(db, (given) =>
    db
      .selectFrom('credentials')
      .leftJoin('people', 'people.id', 'owner_id')
      .select([
        ...listedColumns,
        'username',
        'user_id as userId',
        'people.realm as userRealm',
        'resolver as userResolver',
      ])
      .where(oneOf(db, 'credentials.id', given('ids'))),
  );
  const inRealms = prepared<{ ids: unknown }, { credential_id: number; realm: string }>(db, (given) =>
    db
      .selectFrom('credential_realms')
      .selectAll()
      .where(oneOf(db, 'credential_id', given('ids')))
      .orderBy('realm'),
  );
  return {
    async idsFrom(serial, pass, many) {
      const { rows } = await inOrder({ serial, pass, many });
      return rows.map(({ id }) => id);
    },
    async ofIds(ids) {
      if (ids.length === 0) return [];
      const wanted = numbersOf(db, ids);
      const { rows } = await owned({ ids: wanted });
      const realms = new Map<number, string[]>(ids.map((id) => [id, []]));
      for (const { credential_id, realm } of (await inRealms({ ids: wanted })).rows)
        realms.get(credential_id)?.push(realm);
      const byId = new Map(rows.map((row) => [row.id, { ...row, realms: realms.get(row.id) ?? [] }]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },
  };
}
