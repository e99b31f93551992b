import type { Asked } from '../../domain/policy/compile.ts';
import { readMaximum } from '../../domain/policy/read.ts';
import type { Subject } from '../../domain/policy/request.ts';
import {
  type CountedToken,
  checkRealmLimit,
  checkUserLimits,
  type LimitRefusal,
} from '../../domain/policy/token-limit.ts';
import type { Db } from '../store/database.ts';
import type { Holding } from './rules.ts';
import { subjectOf } from './subject.ts';

/** Counts what a realm and a person have, as far as a limit asks for it, and says which limit is full. */
export function tokenLimits(
  db: Db,
): (about: (subject: Subject) => Asked, holding: Holding) => LimitRefusal | undefined {
  const inRealm = db
    .prepare<[string, number], number>(
      `SELECT count(*) FROM (SELECT 1 FROM credential_realms JOIN credentials ON credentials.id = credential_id
       WHERE realm = ? AND ended_at IS NULL LIMIT ?)`,
    )
    .pluck();
  const isInRealm = db.prepare<[string, string]>(
    `SELECT 1 FROM credentials JOIN credential_realms ON credentials.id = credential_id
     WHERE serial = ? AND realm = ? AND ended_at IS NULL`,
  );
  const ofPerson = db.prepare<[number], { serial: string; type: string; active: 0 | 1 }>(
    'SELECT serial, type, active FROM credentials WHERE owner_id = ? AND ended_at IS NULL',
  );
  return (about, { person, realms, type, serial }) => {
    for (const realm of realms) {
      const asked = about(person?.realm === realm ? subjectOf(person) : { user: '', realm, resolver: '' });
      const { value: limit } = readMaximum(asked, 'enrollment', 'max_token_per_realm');
      if (limit === undefined) continue;
      const count = inRealm.get(realm, limit + 1) ?? 0;
      const refusal = checkRealmLimit(asked, count, isInRealm.get(serial, realm) !== undefined);
      if (refusal !== undefined) return refusal;
    }
    if (person === undefined) return undefined;
    const held = ofPerson.all(person.id).map((row): CountedToken => ({ ...row, active: row.active === 1 }));
    return checkUserLimits(about(subjectOf(person)), held, { serial, type });
  };
}
