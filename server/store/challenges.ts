import { randomInt } from 'node:crypto';
import type { Db } from './schema.ts';

/** Challenges that wait for a code: several credentials share one transaction. */
export interface Challenges {
  /** Opens one for each credential; gives the transaction's id, 20 digits as privacyIDEA's. */
  readonly begin: (credentialIds: readonly number[], at: string, endsAt: string) => Promise<string>;
  /** The credentials of a transaction that has not ended. */
  readonly open: (transactionId: string, at: string) => Promise<readonly number[]>;
  readonly end: (transactionId: string) => Promise<void>;
}

export function challenges(db: Db): Challenges {
  const insert = db.prepare(
    'INSERT INTO challenges (transaction_id, credential_id, begun_at, ends_at) VALUES (?, ?, ?, ?)',
  );
  const open = db
    .prepare<[string, string], number>(
      'SELECT credential_id FROM challenges WHERE transaction_id = ? AND ends_at > ? ORDER BY credential_id',
    )
    .pluck();
  const end = db.prepare('DELETE FROM challenges WHERE transaction_id = ?');
  const prune = db.prepare('DELETE FROM challenges WHERE ends_at <= ?');
  return {
    begin(credentialIds, at, endsAt) {
      prune.run(at);
      const id = tenDigits() + tenDigits();
      for (const credentialId of credentialIds) insert.run(id, credentialId, at, endsAt);
      return id;
    },
    open: (transactionId, at) => open.all(transactionId, at),
    end: (transactionId) => void end.run(transactionId),
  };
}

function tenDigits(): string {
  return String(randomInt(10_000_000_000)).padStart(10, '0');
}
