import type { Vault } from './database.ts';

/** What this desk remembers of somebody who signed in here. */
interface DeskController {
  readonly name: string;
  readonly guidelinesRead: number;
  /** When the server let them in last, by this desk's clock. */
  readonly signedInAt: string;
  /** The token whose codes can be checked here, if any can. */
  readonly credential: string;
  readonly memoryKiB: number;
  readonly passes: number;
  /** Wrong tries in a row while the server was away. */
  readonly wrong: number;
  readonly wrongAt: string;
}

export function readDeskController({ db }: Pick<Vault, 'db'>, name: string): DeskController | undefined {
  return db
    .prepare<[string], DeskController>(
      `SELECT name, guidelines_read AS guidelinesRead, signed_in_at AS signedInAt, credential, memory_kib AS memoryKiB,
         passes, wrong, wrong_at AS wrongAt
       FROM desk_controllers WHERE name = ?`,
    )
    .get(name);
}

/** The server let somebody in: wrong tries are forgotten, and what was kept ahead is of another time. */
export function keepSignIn(
  vault: Pick<Vault, 'db'>,
  name: string,
  at: string,
  pack: Pick<DeskController, 'credential' | 'memoryKiB' | 'passes'> | undefined,
): void {
  const { credential, memoryKiB, passes } = pack ?? { credential: '', memoryKiB: 0, passes: 0 };
  vault.db
    .prepare(
      `INSERT INTO desk_controllers (name, signed_in_at, credential, memory_kib, passes) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET signed_in_at = excluded.signed_in_at, credential = excluded.credential,
         memory_kib = excluded.memory_kib, passes = excluded.passes, wrong = 0, wrong_at = ''`,
    )
    .run(name, at, credential, memoryKiB, passes);
  dropVerifiers(vault, name);
}

/** Never an older version than is known already. */
export function keepReading({ db }: Pick<Vault, 'db'>, name: string, version: number): void {
  db.prepare(
    `INSERT INTO desk_controllers (name, guidelines_read) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET guidelines_read = max(guidelines_read, excluded.guidelines_read)`,
  ).run(name, version);
}

/** Written before anything is looked at: whoever ends the app in between has still tried. */
export function countWrong({ db }: Pick<Vault, 'db'>, name: string, at: string): void {
  db.prepare('UPDATE desk_controllers SET wrong = wrong + 1, wrong_at = ? WHERE name = ?').run(at, name);
}

export function forgetWrong({ db }: Pick<Vault, 'db'>, name: string): void {
  db.prepare(`UPDATE desk_controllers SET wrong = 0, wrong_at = '' WHERE name = ?`).run(name);
}

/** What the codes ahead are checked by, the next one first. */
export function verifiersOf(
  { db }: Pick<Vault, 'db'>,
  name: string,
): readonly { readonly counter: number; readonly sealed: Uint8Array }[] {
  return db
    .prepare<[string], { counter: number; sealed: Uint8Array }>(
      'SELECT counter, sealed FROM offline_verifiers WHERE controller = ? ORDER BY counter',
    )
    .all(name);
}

export function addVerifier({ db }: Pick<Vault, 'db'>, name: string, counter: number, sealed: Uint8Array): void {
  db.prepare('INSERT INTO offline_verifiers (controller, counter, sealed) VALUES (?, ?, ?)').run(name, counter, sealed);
}

/** A code is used up with all before it. False when it was used up already. */
export function useVerifier({ db }: Pick<Vault, 'db'>, name: string, counter: number): boolean {
  const used = db.prepare('DELETE FROM offline_verifiers WHERE controller = ? AND counter = ?').run(name, counter);
  db.prepare('DELETE FROM offline_verifiers WHERE controller = ? AND counter < ?').run(name, counter);
  return used.changes === 1;
}

export function dropVerifiers({ db }: Pick<Vault, 'db'>, name: string): void {
  db.prepare('DELETE FROM offline_verifiers WHERE controller = ?').run(name);
}
