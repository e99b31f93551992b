import type { Vault } from './database.ts';

/** One value each, by name: keys as they are wrapped, the station's enrolment, what was pulled last, what was salvaged. */
export type MetaKey =
  | 'wrapping'
  | 'station-key'
  | 'station'
  | 'snapshot'
  | 'guidelines'
  | 'controllers'
  | 'trust'
  | 'offices'
  | 'station-office'
  | 'policies'
  | 'rollout'
  | 'contact'
  | 'sender'
  | 'applying'
  | 'clock'
  | 'salvaged'
  | 'watched-anew'
  | 'audit-told'
  | 'stand-ins';

export function readMeta(vault: Pick<Vault, 'db'>, key: MetaKey): unknown {
  const row = vault.db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(key);
  return row === undefined ? undefined : JSON.parse(row.value);
}

export function writeMeta(vault: Pick<Vault, 'db'>, key: MetaKey, value: unknown): void {
  vault.db
    .prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
    .run(key, JSON.stringify(value));
}

export function dropMeta(vault: Pick<Vault, 'db'>, key: MetaKey): void {
  vault.db.prepare('DELETE FROM meta WHERE key = ?').run(key);
}
