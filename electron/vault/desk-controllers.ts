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
      `INSERT INTO desk_controllers (name, signed_in_at, credential, memory_kib, passes, fresh) VALUES (?, ?, ?, ?, ?, 1)
       ON CONFLICT (name) DO UPDATE SET signed_in_at = excluded.signed_in_at, credential = excluded.credential,
         memory_kib = excluded.memory_kib, passes = excluded.passes, wrong = 0, wrong_at = '', fresh = 1`,
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

/** The server let somebody in no longer: what was kept to check them by is of no use. */
export function forgetSignIn(vault: Pick<Vault, 'db'>, name: string): void {
  vault.db.prepare(`UPDATE desk_controllers SET signed_in_at = '' WHERE name = ?`).run(name);
  dropVerifiers(vault, name);
}

/** What is asked for from now on is newer than every sign-in until now. */
export function beginPull({ db }: Pick<Vault, 'db'>): void {
  db.prepare('UPDATE desk_controllers SET fresh = 0 WHERE fresh = 1').run();
}

/**
 * Whose codes ahead are of a credential that the server was last heard to take no more: gone, revoked or suspended. Of
 * whoever signed in since that was asked for, it said so before it let them in.
 */
export function forgetDeadCredentials(vault: Pick<Vault, 'db'>): void {
  const names = vault.db
    .prepare<[], string>(
      `SELECT name FROM desk_controllers d WHERE credential <> '' AND fresh = 0 AND NOT EXISTS (
         SELECT 1 FROM server_tokens s WHERE s.serial = d.credential AND s.active = 1 AND s.revoked = 0)`,
    )
    .pluck()
    .all();
  for (const name of names) forgetSignIn(vault, name);
}

/** Whose codes ahead are of a token that was ended here. */
export function forgetToken(vault: Pick<Vault, 'db'>, token: string): void {
  const names = vault.db
    .prepare<[string], string>(
      `SELECT d.name FROM desk_controllers d JOIN server_tokens s ON s.serial = d.credential WHERE s.token = ?`,
    )
    .pluck()
    .all(token);
  for (const name of names) forgetSignIn(vault, name);
}
