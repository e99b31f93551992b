import type { Database } from 'better-sqlite3';
import { KeydeskError } from '../../domain/failure.ts';
import { initial } from './migrations/0010-initial.ts';
import { people } from './migrations/0020-people.ts';
import { privacyidea } from './migrations/0030-privacyidea.ts';
import { whereabouts } from './migrations/0040-whereabouts.ts';
import { signIn } from './migrations/0050-sign-in.ts';
import { stock } from './migrations/0060-stock.ts';
import { lanes } from './migrations/0070-lanes.ts';
import { trail } from './migrations/0080-trail.ts';
import { queue } from './migrations/0090-queue.ts';
import { conflicts } from './migrations/0100-conflicts.ts';
import { whose } from './migrations/0110-whose.ts';
import { parts } from './migrations/0120-parts.ts';
import { peopleByOffice } from './migrations/0160-people-by-office.ts';

export interface Migration {
  /** Steps of ten; kept in `user_version`. */
  readonly number: number;
  readonly apply: (db: Database) => void;
}

/** In order, never edited after release. */
export const migrations: readonly Migration[] = [
  initial,
  people,
  privacyidea,
  whereabouts,
  signIn,
  stock,
  lanes,
  trail,
  queue,
  conflicts,
  whose,
  parts,
  peopleByOffice,
];

/** Brings the vault to the newest version, each step in one transaction; a newer vault is refused. */
export function migrate(db: Database, steps: readonly Migration[] = migrations): void {
  const newest = steps.at(-1)?.number ?? 0;
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > newest) throw new KeydeskError('vault/newer', { version, newest });
  for (const step of steps) {
    if (step.number <= version) continue;
    db.transaction(() => {
      step.apply(db);
      db.pragma(`user_version = ${step.number}`);
    }).immediate();
  }
}
