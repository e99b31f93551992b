import { sql } from 'kysely';
import { like } from './like.ts';
import type { Person } from './people.ts';
import { personColumns } from './person-columns.ts';
import type { Db, Schema } from './schema.ts';

/** The attributes people can be looked for by, in privacyIDEA's names. */
export const personFields: Readonly<Record<string, keyof Schema['people']>> = {
  realm: 'realm',
  resolver: 'resolver',
  username: 'username',
  userid: 'user_id',
  givenname: 'given_name',
  surname: 'surname',
  email: 'email',
  mobile: 'mobile',
  phone: 'phone',
  description: 'office',
};

/** The people whose attributes all match, by realm and name; of some realms only, if they are given. */
export async function listPeople(
  db: Db,
  wanted: Readonly<Record<string, string>>,
  inRealms?: readonly string[],
): Promise<readonly Person[]> {
  let query = db.selectFrom('people').select(personColumns).where('gone_at', 'is', null);
  for (const [field, value] of Object.entries(wanted)) {
    const column = personFields[field];
    if (column !== undefined) query = query.where(like(db, sql.ref(column), value));
  }
  if (inRealms !== undefined) query = query.where('realm', 'in', inRealms);
  return query.orderBy('realm').orderBy('username').execute();
}
