import type { Db } from './schema.ts';
import { type Person, personColumns } from './people.ts';
import { like } from './token-list.ts';

/** The attributes people can be looked for by, in privacyIDEA's names. */
export const personFields: Readonly<Record<string, string>> = {
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

/** The people whose attributes all match, by realm and name. */
export function listPeople(db: Db, wanted: Readonly<Record<string, string>>): Promise<readonly Person[]> {
  const conditions = Object.entries(wanted).flatMap(([field, value]) => {
    const column = personFields[field];
    return column === undefined ? [] : [like(column, value)];
  });
  const where = ['gone_at IS NULL', ...conditions.map(({ sql }) => sql)].join(' AND ');
  return db
    .prepare(`SELECT ${personColumns} FROM people WHERE ${where} ORDER BY realm, username`)
    .all(...conditions.flatMap(({ values }) => [...values])) as Person[];
}
