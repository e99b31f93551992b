import type { Db } from './database.ts';
/** What an administrator may be granted. Nobody has a right that was not granted. */
export declare const rights: readonly ['tokenlist', 'userlist', 'auditlog', 'control_trust'];
export type Right = (typeof rights)[number];
export interface Admin {
  readonly name: string;
  readonly passwordHash: string;
  readonly rights: readonly Right[];
}
export interface Admins {
  readonly find: (name: string) => Admin | undefined;
  /** Adds an administrator, or sets a new password and keeps the rights. */
  readonly put: (admin: Admin, at: string) => 'added' | 'changed';
  readonly setRights: (name: string, granted: readonly Right[]) => boolean;
  /** Those who may control trust, by name. */
  readonly controllers: () => readonly string[];
}
export declare function admins(db: Db): Admins;
