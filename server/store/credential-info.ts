import type { Db } from './schema.ts';

/** Free information beside a credential, by name: privacyIDEA's tokeninfo. */
export interface CredentialInfo {
  readonly of: (credentialId: number) => Promise<Readonly<Record<string, string>>>;
  readonly set: (credentialId: number, name: string, value: string) => Promise<void>;
  readonly remove: (credentialId: number, name: string) => Promise<boolean>;
  /** Carries everything over to the credential that takes another's place. */
  readonly copy: (fromId: number, toId: number) => Promise<void>;
}

export function credentialInfo(db: Db): CredentialInfo {
  const all = db.prepare<[number], { name: string; value: string }>(
    'SELECT name, value FROM credential_info WHERE credential_id = ?',
  );
  const set = db.prepare(
    `INSERT INTO credential_info (credential_id, name, value) VALUES (?, ?, ?)
     ON CONFLICT (credential_id, name) DO UPDATE SET value = excluded.value`,
  );
  const remove = db.prepare('DELETE FROM credential_info WHERE credential_id = ? AND name = ?');
  const copy = db.prepare(
    'INSERT INTO credential_info (credential_id, name, value) SELECT ?, name, value FROM credential_info WHERE credential_id = ?',
  );
  return {
    of: (id) => Object.fromEntries(all.all(id).map(({ name, value }) => [name, value])),
    set: (id, name, value) => void set.run(id, name, value),
    remove: (id, name) => remove.run(id, name).changes === 1,
    copy: (fromId, toId) => void copy.run(toId, fromId),
  };
}
