import type { Ceremony } from '../../domain/ceremony.ts';
import type { Vault } from './database.ts';

/** Writes the ceremony as it now stands; it holds no secret. */
export function saveCeremony(vault: Vault, ceremony: Ceremony, at: string): void {
  vault.db
    .prepare(
      `INSERT INTO ceremonies (id, state, open, started_at, updated_at) VALUES (?, ?, 1, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at`,
    )
    .run(ceremony.id, JSON.stringify(ceremony), ceremony.startedAt, at);
}

/** Puts a finished ceremony aside. */
export function closeCeremony(vault: Vault, id: string): void {
  vault.db.prepare('UPDATE ceremonies SET open = 0 WHERE id = ?').run(id);
}

/** The ceremony on the desk, finished or not, until it is put aside. */
export function openCeremony(vault: Vault): Ceremony | undefined {
  const row = vault.db.prepare<[], { state: string }>('SELECT state FROM ceremonies WHERE open = 1').get();
  return row === undefined ? undefined : restored(JSON.parse(row.state) as Partial<Ceremony>);
}

/** JSON leaves out what is undefined. */
function restored(state: Partial<Ceremony>): Ceremony {
  return {
    controller: '',
    holder: undefined,
    checks: undefined,
    token: undefined,
    plan: undefined,
    issuance: undefined,
    acknowledgement: undefined,
    problem: undefined,
    outcome: undefined,
    ...state,
  } as Ceremony;
}
