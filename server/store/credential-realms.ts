import type { Db } from './schema.ts';

/** The realms a credential is in: where its owner is, where it is in stock. */
export interface CredentialRealms {
  readonly of: (credentialId: number) => Promise<readonly string[]>;
  readonly add: (credentialId: number, realm: string) => Promise<void>;
  /** In these and no others from now on. */
  readonly set: (credentialId: number, realms: readonly string[]) => Promise<void>;
}

export function credentialRealms(db: Db): CredentialRealms {
  const all = db.prepare<[number], { realm: string }>(
    'SELECT realm FROM credential_realms WHERE credential_id = ? ORDER BY realm',
  );
  const insert = db.prepare(
    'INSERT INTO credential_realms (credential_id, realm) VALUES (?, ?) ON CONFLICT (credential_id, realm) DO NOTHING',
  );
  const clear = db.prepare('DELETE FROM credential_realms WHERE credential_id = ?');
  return {
    of: (id) => all.all(id).map(({ realm }) => realm),
    add: (id, realm) => void insert.run(id, realm),
    set(id, realms) {
      clear.run(id);
      for (const realm of realms) insert.run(id, realm);
    },
  };
}
